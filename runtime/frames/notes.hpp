// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <string>
#include <variant>
#include <vector>

namespace omma {

/// Element types of tensors; the values are those of `fbs::DType`.
enum class DType : std::uint8_t {
  uint8,
  int8,
  uint16,
  int16,
  int32,
  float32,
  float64,
  float16,
  int64
};

std::size_t size_of(DType type);

/// A named array of any shape, row-major; an embedding, a mask, raw network output.
struct Tensor {
  std::string name;
  DType dtype = DType::uint8;
  std::vector<std::uint32_t> shape;
  std::vector<std::byte> data;

  friend bool operator==(const Tensor&, const Tensor&) = default;
};

/// A part of a picture and what is known about it.
struct Region {
  cv::Rect2f rect;  ///< px; (0, 0) is the left upper corner of the left upper pixel
  std::string label;
  float confidence = 0;        ///< 0 to 1; 0 = not stated
  std::int64_t track_id = -1;  ///< -1 = not tracked
  std::int32_t parent = -1;    ///< index of the region it belongs to (a plate of a car); -1 = none
  std::vector<Tensor> tensors;

  friend bool operator==(const Region&, const Region&) = default;
};

/// All regions of a frame.
using Regions = std::vector<Region>;

/// A named number or text that belongs to the frame as a whole.
struct Attribute {
  std::string name;
  std::variant<double, std::string> value;

  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// What one actor learnt about a frame.
struct Notes {
  Regions regions;
  std::vector<Tensor> tensors;
  std::vector<Attribute> attributes;
  bool replaces_regions = false;  ///< `regions` supersede those noted earlier (a tracker's do)

  friend bool operator==(const Notes&, const Notes&) = default;
};

}  // namespace omma
