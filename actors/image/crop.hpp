// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/actor.hpp"

namespace omma::actors {

/// Cuts a rectangle out of pictures.
struct Crop {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  /// What is cut out of a picture of this size and format.
  Result<cv::Rect> rect_in(const cv::Size& picture, PixelFormat format) const;
  Result<Sample> process(const Frame& image) const;
};

}  // namespace omma::actors
