// SPDX-License-Identifier: Apache-2.0
#include "actors/image/threshold.hpp"

#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

cv::Mat mask_of(const cv::Mat& image, double level, bool invert) {
  cv::Mat mask;
  cv::compare(image, level, mask, invert ? cv::CMP_LE : cv::CMP_GT);
  return mask;
}

double otsu_level(const cv::Mat& image) {
  cv::Mat unused;
  return cv::threshold(image, unused, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
}

}  // namespace

Result<cv::Mat> Threshold::process(const cv::Mat& image) const {
  if (method == "fixed") return mask_of(image, level, invert);
  if (method == "otsu") return mask_of(image, otsu_level(image), invert);
  if (image.depth() != CV_8U) {
    return fail(Code::invalid,
                "the method 'adaptive' takes Mono8; `convert` to it, or choose 'otsu'");
  }
  cv::Mat mask;
  const int type = invert ? cv::THRESH_BINARY_INV : cv::THRESH_BINARY;
  cv::adaptiveThreshold(image, mask, 255, cv::ADAPTIVE_THRESH_MEAN_C, type, std::max(3, size | 1),
                        -offset);
  return mask;
}

namespace {
const Registered declared =
    Declare<Threshold>(
        "threshold",
        "Sets each pixel of a grey image that is brighter than `level`. `otsu` finds the level "
        "that separates dark and bright best (N. Otsu, IEEE SMC 9, 1979); `adaptive` compares with "
        "the neighbourhood.",
        inputs(port("image").of(PixelFormat::Mono8, PixelFormat::Mono10, PixelFormat::Mono12,
                                PixelFormat::Mono16)),
        outputs(
            port("mask").doc("255 where set, else 0").of(PixelFormat::Mono8).sized_like("image")))
        .param("level", &Threshold::level, "grey level; used by `fixed`", Range{0, 65535})
        .param("method", &Threshold::method, "where the level comes from",
               OneOf{"fixed", "otsu", "adaptive"})
        .param("size", &Threshold::size,
               "size of the neighbourhood; used by `adaptive`, an even size counts as the next odd "
               "one",
               Range{3, 1023}, Unit{"px"})
        .param("offset", &Threshold::offset,
               "how much brighter than the mean of the neighbourhood; used by `adaptive`",
               Range{-255, 255})
        .param("invert", &Threshold::invert, "set the pixels that are not brighter")
        .family("image");
}  // namespace

}  // namespace omma::actors
