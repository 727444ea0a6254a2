// SPDX-License-Identifier: Apache-2.0
#include "actors/image/overlay.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace omma::actors {
namespace {

std::string text_of(double number) {
  char text[32];
  const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
  std::snprintf(text, sizeof text, whole ? "%.0f" : "%.4g", number);
  return text;
}

std::string text_of(const Attribute& attribute) {
  const double* number = std::get_if<double>(&attribute.value);
  return number != nullptr ? text_of(*number) : std::get<std::string>(attribute.value);
}

/// "12" or "87 %"; empty when the region has neither id nor confidence.
std::string number_of(const Region& region) {
  if (region.track_id >= 0) return std::to_string(region.track_id);
  if (region.confidence <= 0) return {};
  return std::to_string(std::lround(region.confidence * 100)) + " %";
}

/// "person 12" and, where there is no room for that, "12"; empty when there is nothing to say.
std::vector<std::string> labels_of(const Region& region, const Canvas& canvas) {
  const std::string number = number_of(region);
  if (region.label.empty() && number.empty()) return {};
  const std::string end = number.empty() || region.label.empty() ? number : " " + number;
  std::string name = region.label;
  while (!name.empty() && !canvas.fits(name + end)) {
    name.resize(name.size() - std::min<std::size_t>(name.size(), name.ends_with("...") ? 4 : 1));
    if (!name.empty()) name += "...";
  }
  std::vector<std::string> texts{name + end};
  if (!number.empty()) texts.push_back(number);
  return texts;
}

cv::Scalar color_of(const Region& region) {
  return region.track_id >= 0 ? Canvas::color_of(region.track_id) : Canvas::color_of(region.label);
}

bool draw_lines(Canvas& canvas, const std::vector<Tensor>& tensors, const cv::Scalar& color) {
  bool any = false;
  for (const Tensor& tensor : tensors) {
    const auto line = line_of(tensor);
    if (line) canvas.line(*line, color);
    any = any || line;
  }
  return any;
}

void draw_panel(Canvas& canvas, const std::vector<Attribute>& attributes) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Attribute& attribute : attributes)
    rows.emplace_back(attribute.name, text_of(attribute));
  canvas.panel(rows);
}

}  // namespace

void Overlay::draw(const cv::Mat& image, PixelFormat format, const Notes& notes) const {
  const int automatic = std::clamp(image.rows / 64, 8, 40);
  Canvas canvas(image, format, text_height > 0 ? text_height : automatic);
  draw_lines(canvas, notes.tensors, {255, 255, 255});
  Regions boxed;
  for (const Region& region : notes.regions) {
    if (draw_lines(canvas, region.tensors, color_of(region))) continue;
    canvas.box(region.rect, color_of(region));
    boxed.push_back(region);
  }
  if (attributes) draw_panel(canvas, notes.attributes);
  for (const Region& region : boxed) {  // above all boxes
    const std::vector<std::string> texts = labels_of(region, canvas);
    if (labels && !texts.empty()) canvas.label(region.rect, texts, color_of(region));
  }
}

Result<cv::Mat> Overlay::process(const Frame& image) const {
  if (image.pixels().empty()) return fail(Code::invalid, "the frame has no pixels to draw into");
  Notes notes;
  notes.regions = image.regions();
  notes.tensors = image.tensors();
  notes.attributes = image.attributes();
  cv::Mat canvas = image.writable_mat();
  draw(canvas, image.format(), notes);
  return canvas;
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<Overlay>("overlay",
                     "Draws the notes of a frame into its picture: regions with label and track id "
                     "or confidence, lines, and a panel of all attributes. Draws in place if no "
                     "other actor needs the picture.",
                     inputs(port("image").of(F::BGR8, F::RGB8, F::Mono8, F::BGRa8, F::RGBa8)),
                     outputs(port("image").like("image")))
        .param("labels", &Overlay::labels, "write label and id, or confidence, at each region")
        .param("attributes", &Overlay::attributes, "list the attributes of the frame in a corner")
        .param("text_height", &Overlay::text_height,
               "height of capital letters; 0 = from the size of the picture", Range{0, 200},
               Unit{"px"})
        .family("image");
}  // namespace

}  // namespace omma::actors
