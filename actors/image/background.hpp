// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/video/background_segm.hpp>
#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Sets the pixels that do not look as they usually do.
struct Background {
  std::string method = "mog2";
  int history = 200;
  double threshold = 16;
  double learning_rate = -1;

  /// Forgets what is usual.
  void reset();
  cv::Mat process(const cv::Mat& image);

 private:
  cv::Ptr<cv::BackgroundSubtractor> model_;
};

}  // namespace omma::actors
