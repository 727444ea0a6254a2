// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "runtime/actor.hpp"

// A plug-in whose actors run in hosts: tools as users write them, and some that go wrong.

namespace omma::testing {
namespace {

struct Invert {
  cv::Mat process(const cv::Mat& image) const { return 255 - image; }
};
const Registered invert =
    Declare<Invert>("native_invert", "Inverts.", inputs("image"), outputs("image"));

/// A step that needs matrices in between.
struct Thrice {
  cv::Mat process(const cv::Mat& image) const {
    const cv::Mat once = 255 - image;
    const cv::Mat twice = 255 - once;
    return 255 - twice;
  }
};
const Registered thrice =
    Declare<Thrice>("native_thrice", "Inverts thrice.", inputs("image"), outputs("image"));

struct Paint {
  cv::Mat process(cv::Mat image) const {
    image.at<uchar>(0, 0) = 77;
    return image;
  }
};
const Registered paint =
    Declare<Paint>("native_paint", "Writes in place.", inputs("image"), outputs("image"));

struct Echo {
  Frame process(const Frame& frame) const { return frame; }
};
const Registered echo =
    Declare<Echo>("native_echo", "Passes on.", inputs("frame"), outputs("frame"));

/// Gives the frame of the step before.
struct Delay {
  std::optional<Frame> process(const Frame& frame) {
    const Frame before = std::exchange(last, frame);
    return before ? std::optional(before) : std::nullopt;
  }
  Frame last;
};
const Registered delay =
    Declare<Delay>("native_delay", "A frame late.", inputs("frame"), outputs("frame"));

struct Find {
  Regions process(const cv::Mat& image) const {
    Region region;
    region.rect = {1, 2, 3, 4};
    region.label = "level";
    region.confidence = static_cast<float>(image.at<uchar>(0, 0)) / 255.0F;
    region.tensors.push_back({"one", DType::float32, {1}, std::vector<std::byte>(4)});
    return {region};
  }
};
const Registered find = Declare<Find>("native_find", "Finds.", inputs("image"), outputs("regions"));

/// A source with numbers, times and missing rows of its own.
struct Device {
  std::optional<Sample> process() {
    if (count == frames) return std::nullopt;
    Sample sample;
    sample.image = cv::Mat(48, 64, CV_8U, cv::Scalar(count));
    sample.sequence = static_cast<std::uint64_t>(10 + 2 * count);
    sample.times = Times{1000 + count, 7, Clock::camera, 3};
    sample.status = Status::incomplete;
    sample.missing = {{40, 8}};
    ++count;
    return sample;
  }
  int frames = 5;
  int count = 0;
};
const Registered device = Declare<Device>("native_device", "A device.", outputs("image"))
                              .param("frames", &Device::frames, "frames");

/// What it writes is whole once it is closed.
struct Writer {
  void process(const Frame& frame) { text += std::to_string(frame.sequence()) + " "; }
  ~Writer() { std::ofstream(path) << text << "end"; }
  std::string path;
  std::string text;
};
const Registered writer = Declare<Writer>("native_writer", "Writes.", inputs("frame"))
                              .param("path", &Writer::path, "file");

}  // namespace

/// Has a name that a stack can show.
struct Misbehave {
  cv::Mat process(const cv::Mat& image) {
    const bool now = image.at<uchar>(0, 0) == 20 && first_time();
    if (now && how == "segv") *static_cast<volatile int*>(nullptr) = 1;
    if (now && how == "abort") std::abort();
    if (now && how == "exit") std::exit(3);
    if (now && how == "throw") throw std::runtime_error("this picture is bad");
    if (now && how == "hang") std::this_thread::sleep_for(std::chrono::hours(1));
    if (now && how == "stop") raise(SIGSTOP);
    cv::Mat result = image.clone();
    if (now && how == "overflow")
      std::memset(result.data, 200, result.total() + static_cast<std::size_t>(by));
    return result;
  }

  /// With a marker it happens once, whichever process it is.
  bool first_time() const {
    if (marker.empty()) return true;
    if (access(marker.c_str(), F_OK) == 0) return false;
    std::ofstream(marker) << "was here";
    return true;
  }

  void refuse() {
    if (level > 100) throw std::invalid_argument("the level is too high");
  }

  std::string how;
  std::string marker;
  int by = 4096;
  int level = 1;
};
namespace {
const Registered misbehave =
    Declare<Misbehave>("native_misbehave", "Goes wrong.", inputs("image"), outputs("image"))
        .param("how", &Misbehave::how, "how")
        .param("marker", &Misbehave::marker, "file")
        .param("by", &Misbehave::by, "bytes")
        .param("level", &Misbehave::level, "level", Reinit{&Misbehave::refuse});

}  // namespace
}  // namespace omma::testing
