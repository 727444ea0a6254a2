// SPDX-License-Identifier: Apache-2.0
#include "actors/image/color_code.hpp"

#include <array>
#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

using F = PixelFormat;

/// Codes from one format to Mono8, BGR8, RGB8, BGRa8 and RGBa8; -1 = none needed or none there.
struct Row {
  PixelFormat from;
  std::array<int, 5> codes;
};

constexpr std::array targets{F::Mono8, F::BGR8, F::RGB8, F::BGRa8, F::RGBa8};

constexpr std::array table{
    Row{F::Mono8,
        {-1, cv::COLOR_GRAY2BGR, cv::COLOR_GRAY2RGB, cv::COLOR_GRAY2BGRA, cv::COLOR_GRAY2RGBA}},
    Row{F::BGR8,
        {cv::COLOR_BGR2GRAY, -1, cv::COLOR_BGR2RGB, cv::COLOR_BGR2BGRA, cv::COLOR_BGR2RGBA}},
    Row{F::RGB8,
        {cv::COLOR_RGB2GRAY, cv::COLOR_RGB2BGR, -1, cv::COLOR_RGB2BGRA, cv::COLOR_RGB2RGBA}},
    Row{F::BGRa8,
        {cv::COLOR_BGRA2GRAY, cv::COLOR_BGRA2BGR, cv::COLOR_BGRA2RGB, -1, cv::COLOR_BGRA2RGBA}},
    Row{F::RGBa8,
        {cv::COLOR_RGBA2GRAY, cv::COLOR_RGBA2BGR, cv::COLOR_RGBA2RGB, cv::COLOR_RGBA2BGRA, -1}},
    Row{F::YUV422_8,
        {cv::COLOR_YUV2GRAY_YUYV, cv::COLOR_YUV2BGR_YUYV, cv::COLOR_YUV2RGB_YUYV,
         cv::COLOR_YUV2BGRA_YUYV, cv::COLOR_YUV2RGBA_YUYV}},
    Row{F::YUV422_8_UYVY,
        {cv::COLOR_YUV2GRAY_UYVY, cv::COLOR_YUV2BGR_UYVY, cv::COLOR_YUV2RGB_UYVY,
         cv::COLOR_YUV2BGRA_UYVY, cv::COLOR_YUV2RGBA_UYVY}},
    Row{F::BayerRG8,
        {cv::COLOR_BayerRGGB2GRAY, cv::COLOR_BayerRGGB2BGR, cv::COLOR_BayerRGGB2RGB,
         cv::COLOR_BayerRGGB2BGRA, cv::COLOR_BayerRGGB2RGBA}},
    Row{F::BayerGR8,
        {cv::COLOR_BayerGRBG2GRAY, cv::COLOR_BayerGRBG2BGR, cv::COLOR_BayerGRBG2RGB,
         cv::COLOR_BayerGRBG2BGRA, cv::COLOR_BayerGRBG2RGBA}},
    Row{F::BayerGB8,
        {cv::COLOR_BayerGBRG2GRAY, cv::COLOR_BayerGBRG2BGR, cv::COLOR_BayerGBRG2RGB,
         cv::COLOR_BayerGBRG2BGRA, cv::COLOR_BayerGBRG2RGBA}},
    Row{F::BayerBG8,
        {cv::COLOR_BayerBGGR2GRAY, cv::COLOR_BayerBGGR2BGR, cv::COLOR_BayerBGGR2RGB,
         cv::COLOR_BayerBGGR2BGRA, cv::COLOR_BayerBGGR2RGBA}},
};

}  // namespace

std::optional<int> color_code(PixelFormat from, PixelFormat to) {
  for (const Row& row : table) {
    if (row.from != from) continue;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (targets[i] == to && row.codes[i] >= 0) return row.codes[i];
    }
  }
  return std::nullopt;
}

}  // namespace omma::actors
