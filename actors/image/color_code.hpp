// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "runtime/frames/pixel_format.hpp"

namespace omma::actors {

/// The code that makes cv::cvtColor go from one format to the other; nothing where it cannot.
/// GenICam names a Bayer pattern after its first row, as OpenCV's names of four letters do
/// (BayerRG8 is COLOR_BayerRGGB2...); OpenCV's older names of two letters mean another corner.
std::optional<int> color_code(PixelFormat from, PixelFormat to);

}  // namespace omma::actors
