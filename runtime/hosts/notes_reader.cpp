// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/notes_reader.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t most_dimensions = 32;  // of numpy; verify_notes takes no more either

/// The data are what an array of this shape and element type takes.
bool holds(const Tensor& tensor) {
  std::uint64_t bytes = size_of(tensor.dtype);
  if (bytes == 0 || tensor.shape.size() > most_dimensions) return false;
  for (const std::uint32_t extent : tensor.shape) {
    if (extent > INT32_MAX || bytes > UINT32_MAX) return false;
    bytes *= extent;
  }
  return bytes == tensor.data.size();
}

Tensor read_tensor(Reader& reader) {
  Tensor tensor;
  const auto name = reader.take<std::uint16_t>();
  const auto dtype = reader.take<std::uint8_t>();
  const auto dims = reader.take<std::uint8_t>();
  const auto bytes = reader.take<std::uint32_t>();
  tensor.name = reader.take_text(name);
  tensor.dtype = static_cast<DType>(dtype);
  for (int i = 0; i < dims; ++i) tensor.shape.push_back(reader.take<std::uint32_t>());
  const auto data = reader.take_bytes(bytes);
  tensor.data.assign(data.begin(), data.end());
  if (!holds(tensor)) reader.refuse();
  return tensor;
}

Region read_region(Reader& reader) {
  Region region;
  region.rect.x = reader.take<float>();
  region.rect.y = reader.take<float>();
  region.rect.width = reader.take<float>();
  region.rect.height = reader.take<float>();
  region.confidence = reader.take<float>();
  region.track_id = reader.take<std::int64_t>();
  region.parent = reader.take<std::int32_t>();
  const auto label = reader.take<std::uint16_t>();
  const auto tensors = reader.take<std::uint16_t>();
  region.label = reader.take_text(label);
  for (int i = 0; i < tensors && reader.sound(); ++i) region.tensors.push_back(read_tensor(reader));
  return region;
}

Attribute read_attribute(Reader& reader) {
  const bool text = reader.take<std::uint8_t>() != 0;
  const auto name = reader.take<std::uint16_t>();
  const auto bytes = reader.take<std::uint32_t>();
  Attribute attribute{std::string(reader.take_text(name)), 0.0};
  if (text) {
    attribute.value = std::string(reader.take_text(bytes));
  } else {
    attribute.value = reader.take<double>();
  }
  return attribute;
}

}  // namespace

Notes read_notes(Reader& reader) {
  Notes notes;
  notes.replaces_regions = reader.take<std::uint8_t>() != 0;
  for (auto left = reader.take<std::uint32_t>(); left > 0 && reader.sound(); --left)
    notes.regions.push_back(read_region(reader));
  for (auto left = reader.take<std::uint32_t>(); left > 0 && reader.sound(); --left)
    notes.tensors.push_back(read_tensor(reader));
  for (auto left = reader.take<std::uint32_t>(); left > 0 && reader.sound(); --left)
    notes.attributes.push_back(read_attribute(reader));
  return notes;
}

}  // namespace omma::hosts
