// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Makes each connected area of a mask a region.
struct Blobs {
  std::string label = "blob";
  double min_area = 50;
  double max_area = 0;
  int most = 1000;

  Regions process(const cv::Mat& mask) const;
};

}  // namespace omma::actors
