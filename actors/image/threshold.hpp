// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Sets each pixel of a grey image that is brighter than `level`.
struct Threshold {
  double level = 128;
  std::string method = "fixed";
  int size = 31;
  double offset = 5;
  bool invert = false;

  Result<cv::Mat> process(const cv::Mat& image) const;
};

}  // namespace omma::actors
