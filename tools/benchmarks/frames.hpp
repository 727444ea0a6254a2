// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "runtime/frames/frame.hpp"

namespace omma::bench {

/// Frame memory and some frames in it.
struct Frames {
  explicit Frames(std::size_t count, cv::Size size = {64, 64});

  std::unique_ptr<Slab> slab;
  std::vector<Frame> frames;
};

/// A frame of 8-bit grey pixels of any value.
Frame make_frame(Slab& slab, std::uint64_t sequence, cv::Size size);

}  // namespace omma::bench
