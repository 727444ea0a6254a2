// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/frames/frame.hpp"

/// Tensors as the numbers that they hold.
namespace omma {

/// As numpy calls it: "uint8", "float32" ...
std::string_view name(DType type);

/// The element type of tensors of T. There is none for float16, which C++ has no type for.
template <class T>
constexpr DType dtype_of() {
  // clang-format off
  if constexpr (std::is_same_v<T, std::uint8_t>) return DType::uint8;
  else if constexpr (std::is_same_v<T, std::int8_t>) return DType::int8;
  else if constexpr (std::is_same_v<T, std::uint16_t>) return DType::uint16;
  else if constexpr (std::is_same_v<T, std::int16_t>) return DType::int16;
  else if constexpr (std::is_same_v<T, std::int32_t>) return DType::int32;
  else if constexpr (std::is_same_v<T, std::int64_t>) return DType::int64;
  else if constexpr (std::is_same_v<T, float>) return DType::float32;
  else if constexpr (std::is_same_v<T, double>) return DType::float64;
  else static_assert(!std::is_same_v<T, T>, "tensors hold std::uint8_t, int8, 16, 32, 64, float or double");
  // clang-format on
}

/// How many there are along each dimension. Where it says what is expected, `any_extent` is any
/// number.
using Shape = std::vector<std::uint32_t>;
constexpr std::uint32_t any_extent = UINT32_MAX;

/// The tensor of this name, when its elements are of this type and its shape is as expected (empty:
/// any shape). The error says what there is instead.
Result<Tensor> checked_tensor(std::vector<Tensor> tensors, std::string_view name, DType type,
                              const Shape& expected);

/// A tensor whose elements are T.
template <class T>
class TensorOf {
 public:
  explicit TensorOf(Tensor tensor) : tensor_(std::move(tensor)) {}

  /// Row-major; valid as long as this object.
  std::span<const T> values() const {
    return {reinterpret_cast<const T*>(tensor_.data.data()), tensor_.data.size() / sizeof(T)};
  }

  const Shape& shape() const { return tensor_.shape; }

 private:
  Tensor tensor_;
};

/// Reads a tensor of a frame, for example: tensor_of<float>(frame, "scores", {any_extent, 2}).
template <class T>
Result<TensorOf<T>> tensor_of(const Frame& frame, std::string_view name,
                              const Shape& expected = {}) {
  auto found = checked_tensor(frame.tensors(), name, dtype_of<T>(), expected);
  if (!found) return tl::make_unexpected(std::move(found.error()));
  return TensorOf<T>(std::move(*found));
}

/// The same of a region.
template <class T>
Result<TensorOf<T>> tensor_of(const Region& region, std::string_view name,
                              const Shape& expected = {}) {
  auto found = checked_tensor(region.tensors, name, dtype_of<T>(), expected);
  if (!found) return tl::make_unexpected(std::move(found.error()));
  return TensorOf<T>(std::move(*found));
}

/// Makes a tensor of one dimension.
template <class T>
Tensor make_tensor(std::string name, std::span<const T> values) {
  const auto bytes = std::as_bytes(values);
  return {std::move(name),
          dtype_of<T>(),
          {static_cast<std::uint32_t>(values.size())},
          {bytes.begin(), bytes.end()}};
}

/// The same of numbers that a vector or an array holds.
template <class Numbers>
Tensor make_tensor(std::string name, const Numbers& values) {
  return make_tensor(std::move(name), std::span<const typename Numbers::value_type>(values));
}

/// Gives a tensor more dimensions. Fails when it has not as many elements as they say.
Result<Tensor> shaped(Tensor tensor, Shape shape);

}  // namespace omma
