// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/mat.hpp>

#include "runtime/base/error.hpp"
#include "runtime/frames/pixel_format.hpp"

namespace omma::actors {

/// The formats that `convert` reads and writes.
bool convertible(PixelFormat format);

/// The picture in another format. `from` is what `image` holds now. Brightness keeps its share of
/// the full scale: 255 of Mono8 is 4095 of Mono12. Fails where there is no sense in it.
Result<cv::Mat> converted(const cv::Mat& image, PixelFormat from, PixelFormat to);

}  // namespace omma::actors
