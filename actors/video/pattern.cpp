// SPDX-License-Identifier: Apache-2.0
#include "actors/video/pattern.hpp"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "actors/image/conversion.hpp"
#include "actors/video/media_times.hpp"

namespace omma::actors {
namespace {

constexpr int number_rows = 2;
constexpr int bits = 64;
constexpr int smallest = 4;  // px, of an object

/// SplitMix64 (Steele, Lea, Flood 2014): the same everywhere, unlike std's distributions.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

/// To and fro between 0 and `span`.
std::int64_t bounced(std::uint64_t way, int span) {
  if (span <= 0) return 0;
  const auto at = static_cast<std::int64_t>(way % (2 * static_cast<std::uint64_t>(span)));
  return at <= span ? at : 2 * span - at;
}

cv::Mat shaded(int width, int height) {
  cv::Mat scene(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int shade = 40 + 24 * y / height + (x % 64 < 2 || y % 64 < 2 ? 16 : 0);
      scene.at<cv::Vec3b>(y, x) = {static_cast<uchar>(shade + 8), static_cast<uchar>(shade),
                                   static_cast<uchar>(shade)};
    }
  }
  return scene;
}

cv::Scalar color_of(int index) {
  constexpr std::array<std::array<int, 3>, 6> colors{{{80, 200, 255},
                                                      {120, 230, 120},
                                                      {255, 180, 90},
                                                      {200, 140, 255},
                                                      {230, 230, 90},
                                                      {150, 190, 255}}};
  const auto& color = colors[static_cast<std::size_t>(index) % colors.size()];
  return {static_cast<double>(color[0]), static_cast<double>(color[1]),
          static_cast<double>(color[2])};
}

int block_start(int block, int width) { return block * (width / 2) / bits * 2; }

}  // namespace

/// In units of two pixels.
struct Pattern::Object {
  int top, lane, width, height;
  std::uint64_t phase_x, phase_y, speed;

  cv::Rect at(std::uint64_t number, int frame_width) const {
    const auto x = bounced(phase_x + speed * number, frame_width / 2 - width);
    const auto y = bounced(phase_y + number / 4, lane - height - 1);
    return {static_cast<int>(x) * 2, (top + static_cast<int>(y)) * 2, width * 2, height * 2};
  }
};

Pattern::Object Pattern::object(int index) const {
  const std::uint64_t chance =
      mixed(static_cast<std::uint64_t>(seed) * 1000003 + static_cast<std::uint64_t>(index));
  const auto pick = [&](int shift, int from, int to) {
    const auto choices = static_cast<std::uint64_t>(std::max(1, to - from + 1));
    return from + static_cast<int>((chance >> shift & 0xFFFF) % choices);
  };
  Object made{};
  made.lane = (height - number_rows) / 2 / objects;
  made.top = number_rows / 2 + index * made.lane;
  made.height =
      pick(0, std::max(smallest / 2, made.lane / 3), std::max(smallest / 2, made.lane * 2 / 3 - 1));
  made.width = std::min(pick(16, made.height / 2 + 1, made.height * 2), width / 4);
  made.phase_x = mixed(chance) % static_cast<std::uint64_t>(width);
  made.phase_y = mixed(chance + 1) % static_cast<std::uint64_t>(height);
  made.speed = static_cast<std::uint64_t>(pick(32, 1, 3));
  return made;
}

Regions Pattern::ground_truth(std::uint64_t number) const {
  Regions regions;
  for (int i = 0; i < objects; ++i) {
    Region region;
    region.rect = object(i).at(number, width);
    region.label = "object";
    region.confidence = 1;
    region.track_id = i + 1;
    regions.push_back(std::move(region));
  }
  return regions;
}

Result<void> Pattern::check() const {
  if (width % 2 != 0 || height % 2 != 0)
    return fail(Code::invalid, "width and height have to be even");
  if (width < 2 * bits)
    return fail(Code::invalid, "a width of at least 128 px is needed for the frame number");
  const int lane = objects == 0 ? height : (height - number_rows) / objects;
  if (lane >= smallest + 2) return {};
  return fail(Code::invalid, std::to_string(objects) + " objects do not fit into " +
                                 std::to_string(height) + " rows; at most " +
                                 std::to_string((height - number_rows) / (smallest + 2)) + " do");
}

Result<cv::Mat> Pattern::encoded(const cv::Mat& bgr) const {
  const auto to = pixel_format(format);
  if (!to)
    return fail(Code::invalid, "expected the name of a pixel format; found '" + format + "'");
  return converted(bgr, PixelFormat::BGR8, *to);
}

Result<void> Pattern::open() {
  if (auto checked = check(); !checked) return checked;
  auto background = encoded(shaded(width, height));
  if (!background) return tl::make_unexpected(background.error());
  background_ = *background;
  const cv::Size block(width, number_rows);
  black_ = *encoded(cv::Mat(block, CV_8UC3, cv::Scalar::all(0)));
  white_ = *encoded(cv::Mat(block, CV_8UC3, cv::Scalar::all(255)));
  patches_.clear();
  for (int i = 0; i < objects; ++i) {
    patches_.push_back(*encoded(cv::Mat(object(i).at(0, width).size(), CV_8UC3, color_of(i))));
  }
  return {};
}

cv::Mat Pattern::picture(std::uint64_t number) const {
  cv::Mat image = background_.clone();
  for (int bit = 0; bit < bits; ++bit) {
    const int left = block_start(bit, width), right = block_start(bit + 1, width);
    const cv::Rect block(left, 0, right - left, number_rows);
    ((number >> bit & 1) != 0 ? white_ : black_)(block).copyTo(image(block));
  }
  for (int i = 0; i < objects; ++i) {
    patches_[static_cast<std::size_t>(i)].copyTo(image(object(i).at(number, width)));
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

std::uint64_t pattern_number(const cv::Mat& image) {
  std::uint64_t number = 0;
  for (int bit = 0; bit < bits; ++bit) {
    const int column = (block_start(bit, image.cols) + block_start(bit + 1, image.cols)) / 2;
    const auto* pixel = image.ptr(0, column);
    // The first channel is bright when the pixel is; of 16 bits the upper byte decides.
    const bool set = (image.depth() == CV_16U ? image.at<ushort>(0, column) >> 8 : pixel[0]) > 127;
    number |= static_cast<std::uint64_t>(set) << bit;
  }
  return number;
}

namespace {
const Registered declared =
    Declare<Pattern>(
        "pattern",
        "Makes a moving scene of which everything is known: the regions noted are exactly "
        "what is painted, and the upper two rows hold the frame number (64 blocks, least "
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
        .param("rate", &Pattern::rate, "frames a second; 0 = as fast as they are taken",
               Range{0, 100000}, Unit{"Hz"})
        .param("frames", &Pattern::frames, "how many; 0 = without end", Range{0})
        .param("seed", &Pattern::seed, "another seed is another scene", Range{0, 1e9},
               Reinit{&Pattern::open})
        .param("objects", &Pattern::objects, "how many move about", Range{0, 1000},
               Reinit{&Pattern::open})
        .family("video");
}  // namespace

}  // namespace omma::actors
