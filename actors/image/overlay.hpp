// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/image/canvas.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// Draws what is known about a frame into its picture.
struct Overlay {
  bool labels = true;
  bool attributes = true;
  int text_height = 0;

  Result<cv::Mat> process(const Frame& image) const;

  /// The same into a picture of this format.
  void draw(const cv::Mat& image, PixelFormat format, const Notes& notes) const;
};

}  // namespace omma::actors
