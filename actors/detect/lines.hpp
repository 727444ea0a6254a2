// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/actor.hpp"

namespace omma::actors {

/// Finds straight lines among edges.
struct Lines {
  int votes = 60;
  double min_length = 40;
  double max_gap = 5;
  int most = 200;

  Regions process(const cv::Mat& edges) const;
};

}  // namespace omma::actors
