// SPDX-License-Identifier: Apache-2.0
#include "actors/video/video.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <opencv2/videoio.hpp>

#include "actors/media.hpp"
#include "actors/video/media_times.hpp"

namespace omma::actors {
namespace {

constexpr double fallback_rate = 25;  // Hz, of a recording that does not say

bool is_pipeline(const std::string& uri) { return uri.find(" ! ") != std::string::npos; }
bool is_stream(const std::string& uri) { return uri.find("://") != std::string::npos; }

/// 0 for "0" and "/dev/video0".
std::optional<int> camera_number(std::string_view uri) {
  constexpr std::string_view device = "/dev/video";
  if (uri.starts_with(device)) uri.remove_prefix(device.size());
  int number = -1;
  const auto [end, error] = std::from_chars(uri.data(), uri.data() + uri.size(), number);
  const bool whole = error == std::errc() && end == uri.data() + uri.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

Result<void> Video::open() {
  round_ns_ = 0;
  newest_ns_ = -1;
  read_any_ = false;
  live_ = true;
  if (is_pipeline(uri)) {
    reader_ = opencv_io().open_video(uri, cv::CAP_GSTREAMER);
    return open_live(
        "GStreamer refused this pipeline; try it with gst-launch-1.0 (appsink in place of a "
        "display), and install gstreamer1.0-plugins-base and -good if an element is missing");
  }
  if (const auto number = camera_number(uri)) {
    reader_ = opencv_io().open_camera(*number);
    return open_live(
        "cannot open this camera; look at `v4l2-ctl --list-devices`, end other "
        "programs that use it, and join the group `video`");
  }
  if (is_stream(uri)) {
    reader_ = opencv_io().open_video(uri, cv::CAP_FFMPEG);
    return open_live("cannot open this stream; check address, password and network");
  }
  return open_file();
}

Result<void> Video::open_live(const std::string& hint) {
  if (reader_) return {};
  return fail(Code::unavailable, hint, "uri '" + uri + "'");
}

Result<void> Video::open_file() {
  live_ = false;
  const auto path = find_file(uri, {media_folder()});
  if (!path) return tl::make_unexpected(path.error());
  reader_ = opencv_io().open_video(path->string(), cv::CAP_FFMPEG);
  if (reader_) return {};
  return fail(Code::invalid,
              path->string() +
                  " is not a video that FFmpeg reads; `ffprobe` shows what it is, and "
                  "pictures are read by the kind `images`");
}

Result<void> Video::rewind() {
  const double rate = reader_->get(cv::CAP_PROP_FPS);
  const double step_ns = 1e9 / (rate > 0 ? rate : fallback_rate);
  const std::int64_t next_round = newest_ns_ + std::llround(step_ns);
  if (auto opened = open(); !opened) return opened;
  round_ns_ = next_round;
  newest_ns_ = next_round - 1;
  return {};
}

/// Of the frame just read; never steps back, also where the file's own times do.
std::int64_t Video::position_ns() {
  const double in_file_ms = reader_->get(cv::CAP_PROP_POS_MSEC);
  const auto position = round_ns_ + std::llround(std::max(0.0, in_file_ms) * 1e6);
  newest_ns_ = std::max<std::int64_t>(position, newest_ns_ + 1);
  return newest_ns_;
}

Result<std::optional<Sample>> Video::process() {
  Sample sample;  // a fresh matrix: OpenCV copies the decoded frame straight into its slot
  if (!reader_->read(sample.image) && !live_ && loop && read_any_) {
    if (auto opened = rewind(); !opened) return tl::make_unexpected(opened.error());
    reader_->read(sample.image);
  }
  if (sample.image.empty()) {
    const bool ended = !live_ || reader_->get(cv::CAP_PROP_FRAME_COUNT) > 0 || is_pipeline(uri);
    if (ended) return std::optional<Sample>();
    return fail(Code::unavailable, "no more pictures come from here; was it unplugged or stopped?",
                "uri '" + uri + "'");
  }
  read_any_ = true;
  if (!live_) {
    sample.times = media_times(position_ns());
    if (pace == "as_recorded") sample.due_ns = sample.times->capture_ns;
  }
  return std::optional(std::move(sample));
}

namespace {
const Registered declared =
    Declare<Video>("video",
                   "Reads a video file, a camera or a stream. The capture time of a frame of a "
                   "file is its position in the recording.",
                   outputs(port("image").doc("the decoded pictures").of(PixelFormat::BGR8)))
        .param("uri", &Video::uri,
               "a file (also in the folder OMMA_MEDIA), the number of a camera, /dev/videoN, a URL "
               "such as rtsp://, or a GStreamer pipeline with \" ! \" that ends in appsink",
               required, Reinit{&Video::open})
        .param("loop", &Video::loop, "start a file again when it ends")
        .param("pace", &Video::pace,
               "give the frames of a file as fast as they are consumed, or as recorded",
               OneOf{"fast", "as_recorded"})
        .family("video")
        .heavy();
}  // namespace

}  // namespace omma::actors
