// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/objdetect.hpp>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Finds upright people.
struct People {
  double hit_threshold = 0.2;
  int min_height = 66;
  int max_height = 0;
  double step = 1.2;
  int stride = 8;
  double max_overlap = 0.3;

  void prepare();
  Regions process(const cv::Mat& image) const;

 private:
  cv::HOGDescriptor detector_;
};

}  // namespace omma::actors
