// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Smooths pictures.
struct Blur {
  std::string method = "gaussian";
  int size = 5;

  Result<cv::Mat> process(const cv::Mat& image) const;
};

}  // namespace omma::actors
