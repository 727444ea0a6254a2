// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/contract.hpp"
#include "runtime/frames/frame.hpp"

namespace omma {

/// Frames arrive where they are needed, with pixels where a picture is taken, in a format that
/// the port accepts. What could not be known before running is refused here, by name.
Result<void> check_inputs(const Contract& contract, std::span<const Frame> inputs);

/// The matrix of this frame's pixels; an error where no `cv::Mat` holds them.
Result<cv::Mat> as_matrix(cv::Mat&& matrix, const Frame& frame);

/// Whether there is anything to check; a single input that takes every frame needs none.
bool need_checks(const Contract& contract);

/// The formats of an instance's outputs, as its contract and parameters say.
class OutputFormats {
 public:
  explicit OutputFormats(const Contract& contract);

  /// A parameter has a new value.
  void set(const Contract& contract, std::string_view param, const Value& value);

  /// Of a picture that leaves by this port now; `None` where the matrix alone decides.
  PixelFormat of(std::size_t port, std::span<const Frame> inputs) const;

 private:
  std::vector<PixelFormat> declared_;
  std::vector<int> like_;  // index of an input, or -1
};

}  // namespace omma
