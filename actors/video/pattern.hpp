// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/video/pattern_number.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// A moving scene of which everything is known. All of it follows from the parameters and the
/// frame number alone. Rows 0 and 1 hold the frame number, see `pattern_number`; below, each
/// object moves to and fro in a lane of its own, at even coordinates, so it is whole in Bayer
/// and YUV 4:2:2 cells too.
struct Pattern {
  int width = 640;
  int height = 480;
  std::string format = "BGR8";
  double rate = 0;
  std::int64_t frames = 0;
  std::int64_t seed = 1;
  int objects = 3;

  /// Where the objects are in frame `number`, labelled, with track ids 1, 2, ...
  Regions ground_truth(std::uint64_t number) const;

  Result<void> open();
  Result<std::optional<Sample>> process();

 private:
  Result<void> check() const;
  Result<cv::Mat> encoded(const cv::Mat& bgr) const;
  cv::Mat picture(std::uint64_t number) const;

  cv::Mat background_;
  std::vector<cv::Mat> patches_;  // what each object looks like
  cv::Mat black_, white_;         // rows for the number
  std::uint64_t next_ = 0;
};

}  // namespace omma::actors
