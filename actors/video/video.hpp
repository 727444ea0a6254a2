// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "actors/io/opencv_io.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// Reads a video file, a camera or a stream. Of a file, a frame's capture time is its position.
struct Video {
  std::string uri;
  bool loop = false;
  std::string pace = "fast";

  Result<void> open();
  Result<std::optional<Sample>> process();

 private:
  Result<void> open_file();
  Result<void> open_live(const std::string& hint);
  Result<void> rewind();
  std::int64_t position_ns();

  std::unique_ptr<VideoReader> reader_;
  bool live_ = false;
  bool read_any_ = false;        // since the recording was opened
  std::int64_t round_ns_ = 0;    // media time at which this round of a loop began
  std::int64_t newest_ns_ = -1;  // media time of the last frame
};

}  // namespace omma::actors
