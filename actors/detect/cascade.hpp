// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/objdetect.hpp>
#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Finds what a cascade of simple classifiers was trained for: faces, eyes, licence plates.
struct Cascade {
  std::string model = "haarcascade_frontalface_default.xml";
  std::string label = "face";
  double step = 1.1;
  int neighbors = 4;
  int min_size = 24;

  Result<void> load();
  Regions process(const cv::Mat& image) const;

 private:
  mutable cv::CascadeClassifier classifier_;  // detecting changes only its buffers
};

}  // namespace omma::actors
