// SPDX-License-Identifier: Apache-2.0
#include "actors/image/mosaic.hpp"

#include <array>
#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

enum Channel { blue, green, red };

/// Channels under the four pixels of a cell: first row left, right, second row left, right.
std::array<int, 4> cell_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::BayerGR8: return {green, red, blue, green};
    case PixelFormat::BayerGB8: return {green, blue, red, green};
    case PixelFormat::BayerBG8: return {blue, green, green, red};
    default: return {red, green, green, blue};  // BayerRG8 and BayerRG16
  }
}

/// BT.601 in 20-bit fixed point: what COLOR_YUV2BGR_YUYV undoes.
struct Yuv {
  int y, u, v;
};

Yuv yuv_of(const cv::Vec3b& bgr) {
  const int b = bgr[0], g = bgr[1], r = bgr[2];
  constexpr int half = 1 << 19;
  return {(269484 * r + 528482 * g + 102760 * b + (16 << 20) + half) >> 20,
          (-155188 * r - 305135 * g + 460324 * b + (128 << 20) + half) >> 20,
          (460324 * r - 385875 * g - 74448 * b + (128 << 20) + half) >> 20};
}

}  // namespace

bool is_bayer(PixelFormat format) {
  switch (format) {
    case PixelFormat::BayerRG8:
    case PixelFormat::BayerGR8:
    case PixelFormat::BayerGB8:
    case PixelFormat::BayerBG8:
    case PixelFormat::BayerRG16: return true;
    default: return false;
  }
}

bool is_yuv422(PixelFormat format) {
  return format == PixelFormat::YUV422_8 || format == PixelFormat::YUV422_8_UYVY;
}

cv::Mat mosaic_of(const cv::Mat& bgr, PixelFormat format) {
  const auto cell = cell_of(format);
  cv::Mat mosaic(bgr.size(), CV_8UC1);
  for (int y = 0; y < bgr.rows; ++y) {
    const auto* from = bgr.ptr<cv::Vec3b>(y);
    auto* to = mosaic.ptr<uchar>(y);
    const auto row = static_cast<std::size_t>(y % 2) * 2;
    for (int x = 0; x < bgr.cols; ++x) to[x] = from[x][cell[row + static_cast<std::size_t>(x % 2)]];
  }
  return mosaic;
}

cv::Mat yuv422_of(const cv::Mat& bgr, PixelFormat format) {
  const int luma = format == PixelFormat::YUV422_8_UYVY ? 1 : 0;
  const int chroma = 1 - luma;
  cv::Mat packed(bgr.size(), CV_8UC2);
  for (int y = 0; y < bgr.rows; ++y) {
    const auto* from = bgr.ptr<cv::Vec3b>(y);
    auto* to = packed.ptr<cv::Vec2b>(y);
    for (int x = 0; x + 1 < bgr.cols; x += 2) {
      const Yuv left = yuv_of(from[x]), right = yuv_of(from[x + 1]);
      to[x][luma] = static_cast<uchar>(left.y);
      to[x + 1][luma] = static_cast<uchar>(right.y);
      to[x][chroma] = static_cast<uchar>((left.u + right.u + 1) / 2);
      to[x + 1][chroma] = static_cast<uchar>((left.v + right.v + 1) / 2);
    }
  }
  return packed;
}

}  // namespace omma::actors
