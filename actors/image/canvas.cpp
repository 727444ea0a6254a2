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
      font_scale_(text_height / capital_height),
      places_(image_.size()) {}

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

cv::Size Canvas::label_size(const std::string& text) const {
  const int space = label_space(text_height_);
  return size_of(text) + cv::Size(2 * space, 2 * space);
}

bool Canvas::fits(const std::string& text) const { return label_size(text).width <= image_.cols; }

void Canvas::label(const cv::Rect2f& rect, const std::vector<std::string>& texts,
                   const cv::Scalar& bgr) {
  const cv::Rect whole(cvFloor(rect.x), cvFloor(rect.y), cvCeil(rect.width), cvCeil(rect.height));
  if ((whole & cv::Rect({}, image_.size())).empty()) return;
  const cv::Rect box =
      whole + cv::Size(thickness_, thickness_) - cv::Point(thickness_, thickness_) / 2;
  std::string words = texts.back();
  std::optional<cv::Rect> place;
  for (const std::string& each : texts) {
    place = places_.find_free(box, label_size(each));
    if (!place) continue;
    words = each;
    break;
  }
  if (!place) place = places_.above(box, label_size(words));
  places_.take(*place);
  cv::rectangle(image_, *place, native(bgr), cv::FILLED);
  const int space = label_space(text_height_);
  text(words, place->tl() + cv::Point(space, place->height - space), ink);
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
  places_.take(place);
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
