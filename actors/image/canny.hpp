// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/actor.hpp"

namespace omma::actors {

/// Sets the pixels that lie on edges.
struct Canny {
  double low = 50;
  double high = 150;
  int aperture = 3;

  cv::Mat process(const cv::Mat& image) const;
};

}  // namespace omma::actors
