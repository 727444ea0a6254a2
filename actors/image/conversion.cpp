// SPDX-License-Identifier: Apache-2.0
#include "actors/image/conversion.hpp"

#include <opencv2/imgproc.hpp>
#include <string>

#include "actors/image/color_code.hpp"
#include "actors/image/mosaic.hpp"

namespace omma::actors {
namespace {

using F = PixelFormat;

/// The brightest value of a grey or raw format; 0 = not one of them.
double full_scale(PixelFormat format) {
  switch (format) {
    case F::Mono8: return 255;
    case F::Mono10: return 1023;
    case F::Mono12: return 4095;
    case F::Mono16:
    case F::BayerRG16: return 65535;
    default: return 0;
  }
}

bool is_grey(PixelFormat format) { return full_scale(format) > 0 && !is_bayer(format); }

bool is_color(PixelFormat format) {
  return format == F::BGR8 || format == F::RGB8 || format == F::BGRa8 || format == F::RGBa8;
}

cv::Mat rescaled(const cv::Mat& image, double from_scale, double to_scale) {
  cv::Mat result;
  image.convertTo(result, to_scale > 255 ? CV_16U : CV_8U, to_scale / from_scale);
  return result;
}

Result<cv::Mat> recolored(const cv::Mat& image, PixelFormat from, PixelFormat to) {
  const auto code = color_code(from, to);
  if (!code) {
    return fail(Code::invalid, "there is no conversion from " + std::string(name(from)) + " to " +
                                   std::string(name(to)));
  }
  cv::Mat result;
  cv::cvtColor(image, result, *code);
  return result;
}

/// To one of Mono8, BGR8, RGB8, BGRa8 and RGBa8.
Result<cv::Mat> decoded(const cv::Mat& image, PixelFormat from, PixelFormat to) {
  if (from == to) return image;
  if (from == F::BayerRG16) return decoded(rescaled(image, 65535, 255), F::BayerRG8, to);
  if (is_grey(from) && from != F::Mono8)
    return decoded(rescaled(image, full_scale(from), 255), F::Mono8, to);
  return recolored(image, from, to);
}

/// From BGR8 to a format that cameras send.
Result<cv::Mat> encoded(const cv::Mat& bgr, PixelFormat to) {
  if (to == F::BayerRG16) return rescaled(mosaic_of(bgr, to), 255, 65535);
  if (is_bayer(to)) return mosaic_of(bgr, to);
  if (bgr.cols % 2 == 0) return yuv422_of(bgr, to);
  return fail(Code::invalid, std::string(name(to)) + " needs an even width, found " +
                                 std::to_string(bgr.cols) + " px; `crop` to an even one first");
}

Result<void> check(const cv::Mat& image, PixelFormat from, PixelFormat to) {
  for (const PixelFormat format : {from, to}) {
    if (convertible(format)) continue;
    return fail(Code::invalid, "cannot convert " + std::string(name(from)) + " to " +
                                   std::string(name(to)) + ": " + std::string(name(format)) +
                                   " has no brightness or colour to convert");
  }
  if (image.type() == mat_type(from)) return {};
  return fail(Code::invalid, "the matrix does not hold " + std::string(name(from)));
}

}  // namespace

bool convertible(PixelFormat format) {
  return full_scale(format) > 0 || is_color(format) || is_bayer(format) || is_yuv422(format);
}

Result<cv::Mat> converted(const cv::Mat& image, PixelFormat from, PixelFormat to) {
  if (from == to) return image;
  if (auto checked = check(image, from, to); !checked) return tl::make_unexpected(checked.error());
  if (is_grey(from) && is_grey(to)) return rescaled(image, full_scale(from), full_scale(to));
  if (from == F::BayerRG8 && to == F::BayerRG16) return rescaled(image, 255, 65535);
  if (from == F::BayerRG16 && to == F::BayerRG8) return rescaled(image, 65535, 255);
  if (is_color(to) || to == F::Mono8) return decoded(image, from, to);
  if (is_grey(to)) {
    const auto grey = decoded(image, from, F::Mono8);
    return grey ? Result<cv::Mat>(rescaled(*grey, 255, full_scale(to))) : grey;
  }
  const auto bgr = decoded(image, from, F::BGR8);
  return bgr ? encoded(*bgr, to) : bgr;
}

}  // namespace omma::actors
