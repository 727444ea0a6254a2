// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"

namespace omma::actors {

/// A video file, camera or stream that is open.
class VideoReader {
 public:
  virtual ~VideoReader() = default;
  /// The next picture into `image`; false at the end.
  virtual bool read(cv::Mat& image) = 0;
  /// `property` is one of cv::VideoCaptureProperties.
  virtual double get(int property) const = 0;
};

/// A video file that is being written; complete when destroyed.
class VideoWriter {
 public:
  virtual ~VideoWriter() = default;
  virtual void write(const cv::Mat& image) = 0;
};

struct VideoStyle {
  std::string codec;  // four letters
  double rate = 25;   // Hz
  cv::Size size;
  bool color = true;
};

/// What OpenCV reads and writes: picture files, videos, windows. Its modules for that load some
/// 230 libraries (GDAL, FFmpeg, GStreamer, Qt), which takes longer than all else at the start of
/// a program. So they are reached only here, through a library that is loaded on first use.
class OpenCvIo {
 public:
  virtual ~OpenCvIo() = default;

  virtual bool can_read(const std::string& file) const = 0;
  /// As cv::imread: empty when there is no such picture.
  virtual cv::Mat read(const std::string& file, int mode) const = 0;
  /// As cv::imwrite, but the file is whole or as it was; an error that OpenCV throws is thrown.
  virtual Result<void> write(const std::string& file, const cv::Mat& image,
                             const std::vector<int>& options) const = 0;

  /// `backend` is one of cv::VideoCaptureAPIs.
  virtual bool has_backend(int backend) const = 0;
  /// Null when it cannot be opened.
  virtual std::unique_ptr<VideoReader> open_video(const std::string& uri, int backend) const = 0;
  virtual std::unique_ptr<VideoReader> open_camera(int number) const = 0;
  virtual std::unique_ptr<VideoWriter> create_video(const std::string& file,
                                                    const VideoStyle& style) const = 0;

  /// Shows a picture in the window of this name and returns when it is there. A window that the
  /// user has closed stays closed. Thread-safe, as is all the rest.
  virtual void show(const std::string& window, const cv::Mat& image) const = 0;
  virtual void close(const std::string& window) const = 0;
};

/// Loads the library when nobody did before. Throws std::runtime_error when it is not installed.
const OpenCvIo& opencv_io();

}  // namespace omma::actors
