// SPDX-License-Identifier: Apache-2.0
#include "actors/io/opencv_io.hpp"

#include <algorithm>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <opencv2/videoio/registry.hpp>

#include "actors/io/screen.hpp"
#include "runtime/base/files.hpp"

namespace omma::actors {
namespace {

class Capture final : public VideoReader {
 public:
  bool read(cv::Mat& image) override { return capture_.read(image); }
  double get(int property) const override { return capture_.get(property); }

  template <class Place>
  static std::unique_ptr<VideoReader> open(const Place& place, int backend) {
    auto capture = std::make_unique<Capture>();
    if (!capture->capture_.open(place, backend)) return nullptr;
    return capture;
  }

 private:
  cv::VideoCapture capture_;
};

class Writer final : public VideoWriter {
 public:
  bool open(const std::string& file, const VideoStyle& style) {
    const std::string& codec = style.codec;
    const int code = cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]);
    return writer_.open(file, cv::CAP_FFMPEG, code, style.rate, style.size, style.color);
  }
  void write(const cv::Mat& image) override { writer_.write(image); }

 private:
  cv::VideoWriter writer_;
};

class Io final : public OpenCvIo {
 public:
  bool can_read(const std::string& file) const override { return cv::haveImageReader(file); }

  cv::Mat read(const std::string& file, int mode) const override { return cv::imread(file, mode); }

  Result<void> write(const std::string& file, const cv::Mat& image,
                     const std::vector<int>& options) const override {
    std::vector<uchar> bytes;
    if (!cv::imencode(std::filesystem::path(file).extension(), image, bytes, options))
      return fail(Code::failed, "OpenCV cannot encode it", file);
    return replace_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }

  bool has_backend(int backend) const override {
    const auto all = cv::videoio_registry::getBackends();
    return std::find(all.begin(), all.end(), backend) != all.end();
  }

  std::unique_ptr<VideoReader> open_video(const std::string& uri, int backend) const override {
    return Capture::open(uri, backend);
  }

  std::unique_ptr<VideoReader> open_camera(int number) const override {
    return Capture::open(number, cv::CAP_V4L2);
  }

  std::unique_ptr<VideoWriter> create_video(const std::string& file,
                                            const VideoStyle& style) const override {
    auto writer = std::make_unique<Writer>();
    if (!writer->open(file, style)) return nullptr;
    return writer;
  }

  void show(const std::string& window, const cv::Mat& image) const override {
    Screen::instance().show(window, image);
  }

  void close(const std::string& window) const override { Screen::instance().close(window); }
};

}  // namespace
}  // namespace omma::actors

/// What load.cpp looks for.
extern "C" const omma::actors::OpenCvIo* omma_opencv_io() {
  static const omma::actors::Io io;
  return &io;
}
