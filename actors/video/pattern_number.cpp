// SPDX-License-Identifier: Apache-2.0
#include "actors/video/pattern_number.hpp"

namespace omma::actors {
namespace {

constexpr int bits = 64;

int block_start(int block, int width) { return block * (width / 2) / bits * 2; }

/// The first channel is bright when the pixel is; of 16 bits the upper byte decides.
bool is_bright(const cv::Mat& image, int column) {
  const int level =
      image.depth() == CV_16U ? image.at<ushort>(0, column) >> 8 : *image.ptr(0, column);
  return level > 127;
}

}  // namespace

void paint_number(cv::Mat& image, std::uint64_t number, const cv::Mat& black,
                  const cv::Mat& white) {
  for (int bit = 0; bit < bits; ++bit) {
    const int left = block_start(bit, image.cols), right = block_start(bit + 1, image.cols);
    const cv::Rect block(left, 0, right - left, number_rows::rows);
    ((number >> bit & 1) != 0 ? white : black)(block).copyTo(image(block));
  }
}

std::uint64_t pattern_number(const cv::Mat& image) {
  std::uint64_t number = 0;
  for (int bit = 0; bit < bits; ++bit) {
    const int column = (block_start(bit, image.cols) + block_start(bit + 1, image.cols)) / 2;
    number |= static_cast<std::uint64_t>(is_bright(image, column)) << bit;
  }
  return number;
}

}  // namespace omma::actors
