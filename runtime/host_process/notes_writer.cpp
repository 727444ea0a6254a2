// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/notes_writer.hpp"

#include <limits>

namespace omma::host_process {
namespace {

using hosts::Writer;

/// A count or a size that has to fit into the field `T`.
template <class T>
void put_size(Writer& message, std::size_t size, Result<void>& done) {
  if (size > std::numeric_limits<T>::max())
    done = fail(Code::invalid, "a name, a label or a tensor of " + std::to_string(size) +
                                   " bytes is longer than a message can say");
  message.put(static_cast<T>(size));
}

void put_tensor(Writer& message, const Tensor& tensor, Result<void>& done) {
  put_size<std::uint16_t>(message, tensor.name.size(), done);
  message.put(static_cast<std::uint8_t>(tensor.dtype));
  put_size<std::uint8_t>(message, tensor.shape.size(), done);
  put_size<std::uint32_t>(message, tensor.data.size(), done);
  message.put_text(tensor.name);
  for (const std::uint32_t extent : tensor.shape) message.put(extent);
  message.put_bytes(tensor.data);
}

void put_region(Writer& message, const Region& region, Result<void>& done) {
  message.put(region.rect.x);
  message.put(region.rect.y);
  message.put(region.rect.width);
  message.put(region.rect.height);
  message.put(region.confidence);
  message.put(region.track_id);
  message.put(region.parent);
  put_size<std::uint16_t>(message, region.label.size(), done);
  put_size<std::uint16_t>(message, region.tensors.size(), done);
  message.put_text(region.label);
  for (const Tensor& tensor : region.tensors) put_tensor(message, tensor, done);
}

void put_attribute(Writer& message, const Attribute& attribute, Result<void>& done) {
  const auto* text = std::get_if<std::string>(&attribute.value);
  message.put(static_cast<std::uint8_t>(text != nullptr));
  put_size<std::uint16_t>(message, attribute.name.size(), done);
  put_size<std::uint32_t>(message, text != nullptr ? text->size() : 0, done);
  message.put_text(attribute.name);
  if (text != nullptr) return message.put_text(*text);
  message.put(std::get<double>(attribute.value));
}

}  // namespace

Result<void> write_notes(Writer& message, const Notes& notes) {
  Result<void> done;
  message.put(static_cast<std::uint8_t>(notes.replaces_regions));
  put_size<std::uint32_t>(message, notes.regions.size(), done);
  for (const Region& region : notes.regions) put_region(message, region, done);
  put_size<std::uint32_t>(message, notes.tensors.size(), done);
  for (const Tensor& tensor : notes.tensors) put_tensor(message, tensor, done);
  put_size<std::uint32_t>(message, notes.attributes.size(), done);
  for (const Attribute& attribute : notes.attributes) put_attribute(message, attribute, done);
  return done;
}

}  // namespace omma::host_process
