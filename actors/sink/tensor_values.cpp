// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/tensor_values.hpp"

#include <opencv2/core/cvdef.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace omma::actors {
namespace {

/// 0.1F becomes 0.1 and not 0.10000000149011612.
double number_of(float value) {
  if (!std::isfinite(value)) return value;
  std::array<char, 32> text{};
  const char* end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  double number = 0;
  std::from_chars(text.data(), end, number);
  return number;
}

double number_of(cv::float16_t value) { return number_of(static_cast<float>(value)); }

template <class T>
T number_of(T value) {
  return value;
}

template <class T>
nlohmann::ordered_json numbers_of(const Tensor& tensor, std::size_t most) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const std::size_t count = std::min(most, tensor.data.size() / sizeof(T));
  for (std::size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, tensor.data.data() + i * sizeof(T), sizeof(T));
    list.push_back(number_of(value));
  }
  return list;
}

}  // namespace

nlohmann::ordered_json values_of(const Tensor& tensor, std::size_t most) {
  switch (tensor.dtype) {
    case DType::uint8: return numbers_of<std::uint8_t>(tensor, most);
    case DType::int8: return numbers_of<std::int8_t>(tensor, most);
    case DType::uint16: return numbers_of<std::uint16_t>(tensor, most);
    case DType::int16: return numbers_of<std::int16_t>(tensor, most);
    case DType::int32: return numbers_of<std::int32_t>(tensor, most);
    case DType::int64: return numbers_of<std::int64_t>(tensor, most);
    case DType::float16: return numbers_of<cv::float16_t>(tensor, most);
    case DType::float32: return numbers_of<float>(tensor, most);
    case DType::float64: return numbers_of<double>(tensor, most);
  }
  return nlohmann::ordered_json::array();
}

}  // namespace omma::actors
