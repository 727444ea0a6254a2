// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <string>

#include "runtime/frames/notes.hpp"

namespace omma::actors {

/// A straight line from one point to another, in px.
struct Line {
  cv::Point2f from;
  cv::Point2f to;
};

/// As a tensor of four float32: x1, y1, x2, y2.
Tensor tensor_of(const Line& line, std::string name);

/// The line in a tensor that is named "line" or "<something>.line" and holds four float32.
std::optional<Line> line_of(const Tensor& tensor);

}  // namespace omma::actors
