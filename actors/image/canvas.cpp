// SPDX-License-Identifier: Apache-2.0
#include "actors/image/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
constexpr double capital_height = 22;  // px, of this font at scale 1
constexpr int fraction_bits = 3;       // cv::rectangle takes eighths of a pixel
const cv::Scalar ink(24, 20, 16);
const cv::Scalar paper(245, 245, 245);

/// A hue in [0, 1), bright and not too strong, as blue, green, red.
cv::Scalar bright(double hue) {
  const auto share = [&](double shift) {
    const double wave = std::abs(std::fmod(hue + shift, 1.0) * 6 - 3) - 1;
    return 90 + 165 * std::clamp(wave, 0.0, 1.0);
  };
  return {share(1.0 / 3), share(2.0 / 3), share(0)};
}

int label_space(int text_height) { return text_height / 3 + 1; }

cv::Point fixed(float x, float y) {
  constexpr float unit = 1 << fraction_bits;
  return {cvRound(x * unit), cvRound(y * unit)};
}

}  // namespace

Canvas::Canvas(cv::Mat image, PixelFormat format, int text_height)
    : image_(std::move(image)),
      format_(format),
      text_height_(text_height),
      thickness_(std::max(1, text_height / 9)),
      font_scale_(text_height / capital_height) {}

cv::Scalar Canvas::color_of(std::int64_t number) {
  constexpr double golden = 0.6180339887498949;  // successive hues are far apart
  return bright(std::fmod(static_cast<double>(number) * golden + 0.33, 1.0));
}

cv::Scalar Canvas::color_of(const std::string& name) {
  return color_of(static_cast<std::int64_t>(std::hash<std::string>()(name) % 64));
}

cv::Scalar Canvas::native(const cv::Scalar& bgr) const {
  switch (format_) {
    case PixelFormat::RGB8:
    case PixelFormat::RGBa8: return {bgr[2], bgr[1], bgr[0], 255};
    case PixelFormat::Mono8:
      return cv::Scalar::all(0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]);
    default: return {bgr[0], bgr[1], bgr[2], 255};
  }
}

cv::Size Canvas::size_of(const std::string& text) const {
  int baseline = 0;
  return {cv::getTextSize(text, font, font_scale_, 1, &baseline).width, text_height_};
}

void Canvas::text(const std::string& text, const cv::Point& left_bottom, const cv::Scalar& bgr) {
  const int weight = text_height_ >= 18 ? 2 : 1;
  cv::putText(image_, text, left_bottom, font, font_scale_, native(bgr), weight, cv::LINE_AA);
}

void Canvas::box(const cv::Rect2f& rect, const cv::Scalar& bgr) {
  cv::rectangle(image_, fixed(rect.x, rect.y),
                fixed(rect.x + rect.width - 1, rect.y + rect.height - 1), native(bgr), thickness_,
                cv::LINE_AA, fraction_bits);
}

int Canvas::label_width(const std::string& text) const {
  return size_of(text).width + 2 * label_space(text_height_);
}

void Canvas::label(const cv::Rect2f& rect, const std::string& words, const cv::Scalar& bgr) {
  const int space = label_space(text_height_);
  const cv::Size size(label_width(words), text_height_ + 2 * space);
  cv::Point corner(cvRound(rect.x) - thickness_ / 2, cvRound(rect.y) - size.height);
  if (corner.y < 0) corner.y = cvRound(rect.y);
  corner.x = std::clamp(corner.x, 0, std::max(0, image_.cols - size.width));
  cv::rectangle(image_, cv::Rect(corner, size), native(bgr), cv::FILLED);
  text(words, corner + cv::Point(space, size.height - space), ink);
}

void Canvas::line(const Line& line, const cv::Scalar& bgr) {
  cv::line(image_, fixed(line.from.x, line.from.y), fixed(line.to.x, line.to.y), native(bgr),
           thickness_, cv::LINE_AA, fraction_bits);
}

void Canvas::panel(const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return;
  const int space = text_height_, step = text_height_ * 2;
  int names = 0, values = 0;
  for (const auto& [name, value] : rows) {
    names = std::max(names, size_of(name).width);
    values = std::max(values, size_of(value).width);
  }
  const cv::Size size(names + values + 3 * space, static_cast<int>(rows.size()) * step + space);
  const cv::Rect place =
      cv::Rect(cv::Point(space / 2, space / 2), size) & cv::Rect({}, image_.size());
  cv::Mat ground = image_(place);
  ground.convertTo(ground, -1, 0.35);
  int y = place.y + space / 2 + text_height_;
  for (const auto& [name, value] : rows) {
    text(name, {place.x + space, y + text_height_ / 2}, paper);
    text(value, {place.x + size.width - space - size_of(value).width, y + text_height_ / 2}, paper);
    y += step;
  }
}

}  // namespace omma::actors
