// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

namespace omma::actors {

/// A frame number in the pixels themselves: the upper two rows are 64 blocks of equal even width,
/// from the least significant bit at the left; white is 1.
namespace number_rows {
constexpr int rows = 2;
constexpr int smallest_width = 128;  // px
}  // namespace number_rows

/// Writes `number` into a picture, with rows that are all black and all white in its format.
void paint_number(cv::Mat& image, std::uint64_t number, const cv::Mat& black, const cv::Mat& white);

/// The number in a picture that `pattern` made, in any of its formats.
std::uint64_t pattern_number(const cv::Mat& image);

}  // namespace omma::actors
