// SPDX-License-Identifier: Apache-2.0
#include "actors/video/pattern.hpp"

#include <cmath>

#include "actors/image/conversion.hpp"
#include "actors/video/media_times.hpp"
#include "actors/video/pattern_object.hpp"

namespace omma::actors {
namespace {

/// Dark, with a grid of 64 px and a gradient.
cv::Mat backdrop(int width, int height) {
  cv::Mat scene(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int shade = 40 + 24 * y / height + (x % 64 < 2 || y % 64 < 2 ? 16 : 0);
      const auto level = static_cast<uchar>(shade);
      scene.at<cv::Vec3b>(y, x) = {static_cast<uchar>(shade + 8), level, level};
    }
  }
  return scene;
}

PatternObject object_of(const Pattern& pattern, int index) {
  const int room = (pattern.height - number_rows::rows) / 2;
  return pattern_object(pattern.seed, index,
                        {number_rows::rows / 2, room / pattern.objects, pattern.width / 2});
}

}  // namespace

Regions Pattern::ground_truth(std::uint64_t number) const {
  Regions regions;
  for (int i = 0; i < objects; ++i) {
    Region region;
    region.rect = object_of(*this, i).at(number, width);
    region.label = "object";
    region.confidence = 1;
    region.track_id = i + 1;
    regions.push_back(std::move(region));
  }
  return regions;
}

Result<void> Pattern::check() const {
  if (width % 2 != 0 || height % 2 != 0) {
    return fail(Code::invalid, "width and height have to be even");
  }
  if (width < number_rows::smallest_width) {
    return fail(Code::invalid, "a width of at least 128 px is needed for the frame number");
  }
  const int most = (height - number_rows::rows) / 2 / (PatternObject::smallest + 1);
  if (objects <= most) return {};
  return fail(Code::invalid, std::to_string(objects) + " objects do not fit into " +
                                 std::to_string(height) + " rows; at most " + std::to_string(most) +
                                 " do");
}

Result<cv::Mat> Pattern::encoded(const cv::Mat& bgr) const {
  const auto to = pixel_format(format);
  if (!to) return fail(Code::invalid, "'" + format + "' is not the name of a pixel format");
  return converted(bgr, PixelFormat::BGR8, *to);
}

Result<void> Pattern::open() {
  if (auto checked = check(); !checked) return checked;
  auto background = encoded(backdrop(width, height));
  if (!background) return tl::make_unexpected(background.error());
  background_ = *background;
  const cv::Size block(width, number_rows::rows);
  black_ = *encoded(cv::Mat(block, CV_8UC3, cv::Scalar::all(0)));
  white_ = *encoded(cv::Mat(block, CV_8UC3, cv::Scalar::all(255)));
  patches_.clear();
  for (int i = 0; i < objects; ++i) {
    patches_.push_back(
        *encoded(cv::Mat(object_of(*this, i).at(0, width).size(), CV_8UC3, pattern_color(i))));
  }
  return {};
}

cv::Mat Pattern::picture(std::uint64_t number) const {
  cv::Mat image = background_.clone();
  paint_number(image, number, black_, white_);
  for (int i = 0; i < objects; ++i) {
    patches_[static_cast<std::size_t>(i)].copyTo(image(object_of(*this, i).at(number, width)));
  }
  return image;
}

Result<std::optional<Sample>> Pattern::process() {
  if (frames > 0 && next_ >= static_cast<std::uint64_t>(frames)) return std::optional<Sample>();
  Sample sample;
  sample.image = picture(next_);
  sample.notes.regions = ground_truth(next_);
  if (rate > 0) {
    sample.due_ns = std::llround(static_cast<double>(next_) * 1e9 / rate);
    sample.times = media_times(*sample.due_ns);
  }
  ++next_;
  return std::optional(std::move(sample));
}

namespace {
const Registered declared =
    Declare<Pattern>("pattern",
                     "Makes a moving scene with known contents: the regions are exactly those that "
                     "are painted, and the upper two rows hold the frame number (64 blocks, least "
                     "significant bit at the left, white is 1).",
                     outputs(port("image").format_param("format").size_params("width", "height")))
        .param("width", &Pattern::width, "even; at least 128", Range{128, 16384}, Unit{"px"},
               Reinit{&Pattern::open})
        .param("height", &Pattern::height, "even", Range{16, 16384}, Unit{"px"},
               Reinit{&Pattern::open})
        .param("format", &Pattern::format, "pixel format",
               OneOf{"Mono8", "Mono16", "BGR8", "RGB8", "BGRa8", "RGBa8", "BayerRG8", "BayerGR8",
                     "BayerGB8", "BayerBG8", "BayerRG16", "YUV422_8"},
               Reinit{&Pattern::open})
        .param("rate", &Pattern::rate, "frame rate; 0 = as fast as they are consumed",
               Range{0, 100000}, Unit{"Hz"})
        .param("frames", &Pattern::frames, "number of frames; 0 = no end", Range{0})
        .param("seed", &Pattern::seed, "seed of the scene", Range{0, 1e9}, Reinit{&Pattern::open})
        .param("objects", &Pattern::objects, "number of moving objects", Range{0, 1000},
               Reinit{&Pattern::open})
        .family("video");
}  // namespace

}  // namespace omma::actors
