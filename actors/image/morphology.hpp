// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Grows, shrinks or cleans bright areas.
struct Morphology {
  std::string operation = "open";
  std::string shape = "ellipse";
  int size = 3;
  int iterations = 1;

  cv::Mat process(const cv::Mat& image) const;
};

}  // namespace omma::actors
