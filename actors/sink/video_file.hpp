// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "actors/io/opencv_io.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// Writes pictures into a video file.
struct VideoFile {
  std::string path = "video.mp4";
  double fps = 0;
  std::string codec;

  Result<void> process(const Frame& image);
  /// Ends the file; the next picture begins a new one.
  Result<void> finish();

 private:
  Result<void> begin(const cv::Mat& image, double rate);
  Result<void> write(const Frame& image);

  std::unique_ptr<VideoWriter> writer_;
  cv::Size size_;
  int type_ = 0;
  Frame first_;  // held until the second tells how many there are a second
};

}  // namespace omma::actors
