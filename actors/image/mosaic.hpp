// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/mat.hpp>

#include "runtime/frames/pixel_format.hpp"

namespace omma::actors {

bool is_bayer(PixelFormat format);
bool is_yuv422(PixelFormat format);

/// What a sensor behind this Bayer filter sees of a BGR8 scene (8 bit).
cv::Mat mosaic_of(const cv::Mat& bgr, PixelFormat format);

/// BGR8 as YUV 4:2:2 (ITU-R BT.601, studio range, the colours of two pixels averaged).
/// The width must be even.
cv::Mat yuv422_of(const cv::Mat& bgr, PixelFormat format);

}  // namespace omma::actors
