// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/video_file.hpp"

#include <cmath>
#include <utility>

#include "actors/sink/target_file.hpp"

namespace omma::actors {
namespace {

constexpr double usual_rate = 25;     // Hz, where the times tell nothing
constexpr double highest_rate = 240;  // Hz; times that say more were not taken by a camera

/// Frames a second, as the capture times of two frames of one source tell.
double rate_of(const Frame& one, const Frame& next) {
  const auto passed_ns = static_cast<double>(next.times().capture_ns - one.times().capture_ns);
  const auto frames = static_cast<double>(next.sequence()) - static_cast<double>(one.sequence());
  const double rate = passed_ns > 0 && frames > 0 ? frames * 1e9 / passed_ns : 0;
  return rate >= 0.1 && rate <= highest_rate ? std::round(rate * 1000) / 1000 : usual_rate;
}

std::string usual_codec(const std::string& extension) {
  if (extension == ".mp4" || extension == ".m4v" || extension == ".mov") return "mp4v";
  return extension == ".avi" || extension == ".mkv" ? "MJPG" : "";
}

std::string text_of(const cv::Size& size) {
  return std::to_string(size.width) + " x " + std::to_string(size.height);
}

}  // namespace

Result<void> VideoFile::begin(const cv::Mat& image, double rate) {
  const std::string letters = codec.empty() ? usual_codec(extension_of(path)) : codec;
  if (letters.size() != 4) {
    return fail(
        Code::invalid,
        letters.empty()
            ? "the name '" + path + "' should end in .mp4, .avi, .mov or .mkv, or `codec` name one"
            : "a codec has four letters, such as mp4v; found '" + codec + "'");
  }
  if (auto writable = make_writable(path); !writable) return writable;
  size_ = image.size();
  type_ = image.type();
  writer_ = opencv_io().create_video(path, {letters, rate, size_, image.channels() == 3});
  if (writer_) return {};
  return fail(Code::unavailable, "this FFmpeg cannot write " + path + " with the codec " + letters +
                                     " (" + text_of(size_) +
                                     "); try .avi with MJPG, or .mp4 with mp4v and even sizes");
}

Result<void> VideoFile::write(const Frame& image) {
  const cv::Mat picture = image.mat();
  if (picture.size() != size_ || picture.type() != type_) {
    return fail(Code::invalid, "all pictures of a video have one size and format; it began with " +
                                   text_of(size_) + ", found " + text_of(picture.size()) + " " +
                                   std::string(name(image.format())) +
                                   "; put a `resize` or `convert` before");
  }
  writer_->write(picture);
  return has_room(path);
}

Result<void> VideoFile::process(const Frame& image) {
  if (image.pixels().empty()) return fail(Code::invalid, "the frame has no pixels to write");
  if (!writer_) {
    if (fps == 0 && !first_) {
      first_ = image;
      return {};
    }
    const double rate = fps > 0 ? fps : rate_of(first_, image);
    if (auto begun = begin(image.mat(), rate); !begun) return begun;
    const Frame first = std::exchange(first_, Frame());
    if (first) {
      if (auto written = write(first); !written) return written;
    }
  }
  return write(image);
}

Result<void> VideoFile::finish() {
  const Frame only = std::exchange(first_, Frame());
  if (only) {
    if (auto begun = begin(only.mat(), usual_rate); !begun) return begun;
    if (auto written = write(only); !written) return written;
  }
  if (!std::exchange(writer_, nullptr)) return {};
  return has_room(path);
}

namespace {
const Registered declared =
    Declare<VideoFile>("video_file",
                       "Writes pictures to a video file; an existing file is replaced.",
                       inputs(port("image").of(PixelFormat::BGR8, PixelFormat::Mono8)))
        .param("path", &VideoFile::path,
               "path of the file, relative to the current folder; missing folders are made",
               Writes({".mp4", ".m4v", ".mov", ".avi", ".mkv"}, "codec"),
               Reinit{&VideoFile::finish})
        .param("fps", &VideoFile::fps,
               "frame rate; 0 = from the capture times, or 25 if they are unknown", Range{0, 1000},
               Unit{"Hz"}, Reinit{&VideoFile::finish})
        .param("codec", &VideoFile::codec,
               "FourCC, such as mp4v, avc1 or MJPG; empty = mp4v in .mp4 and .mov, MJPG in .avi "
               "and .mkv",
               Reinit{&VideoFile::finish})
        .family("sink")
        .heavy();
}  // namespace

}  // namespace omma::actors
