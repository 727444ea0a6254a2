// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Makes pictures larger or smaller.
struct Resize {
  int width = 0;
  int height = 0;
  std::string method = "auto";

  /// The size that a picture of this size gets.
  cv::Size size_for(const cv::Size& picture) const;
  Result<Sample> process(const Frame& image) const;
};

}  // namespace omma::actors
