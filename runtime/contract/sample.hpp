// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/frames/frame.hpp"
#include "runtime/frames/pixels.hpp"

namespace omma {

/// A new picture together with what its maker knows about it.
struct Sample {
  cv::Mat image;
  /// Instead of `image`, where no `cv::Mat` holds the picture. They say their own format.
  Pixels pixels;
  Notes notes;
  /// Of `image`; else what the port or its type says.
  std::optional<PixelFormat> format;
  /// Else those of the input; of a source: now.
  std::optional<Times> times;
  /// A source: send this frame no earlier than so long after the first one.
  std::optional<std::int64_t> due_ns;
  Status status = Status::complete;
  /// A source: the frame's number, for instance a device's; it must not be less than
  /// `Self::sequence`, the default. Numbers that are left out are told as a gap.
  std::optional<std::uint64_t> sequence;
  /// A source whose output carries many: the one that this frame is of; else the actor's name.
  std::string source;
  std::vector<RowRange> missing;
};

}  // namespace omma
