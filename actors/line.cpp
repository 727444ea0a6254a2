// SPDX-License-Identifier: Apache-2.0
#include "actors/line.hpp"

#include <array>
#include <cstring>

namespace omma::actors {

Tensor tensor_of(const Line& line, std::string name) {
  const std::array<float, 4> ends{line.from.x, line.from.y, line.to.x, line.to.y};
  Tensor tensor{std::move(name), DType::float32, {4}, std::vector<std::byte>(sizeof ends)};
  std::memcpy(tensor.data.data(), ends.data(), sizeof ends);
  return tensor;
}

std::optional<Line> line_of(const Tensor& tensor) {
  std::array<float, 4> ends{};
  const bool named = tensor.name == "line" || tensor.name.ends_with(".line");
  if (!named || tensor.dtype != DType::float32 || tensor.data.size() != sizeof ends)
    return std::nullopt;
  std::memcpy(ends.data(), tensor.data.data(), sizeof ends);
  return Line{{ends[0], ends[1]}, {ends[2], ends[3]}};
}

}  // namespace omma::actors
