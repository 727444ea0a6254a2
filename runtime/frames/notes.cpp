// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/notes.hpp"

#include <algorithm>
#include <span>

#include "runtime/frames/notes_buffer.hpp"
#include "schema/notes_generated.h"

namespace omma {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;

flatbuffers::Offset<fbs::Tensor> write(Builder& builder, const Tensor& tensor) {
  builder.ForceVectorAlignment(tensor.data.size(), 1, 16);
  const auto data = builder.CreateVector(reinterpret_cast<const std::uint8_t*>(tensor.data.data()),
                                         tensor.data.size());
  const auto shape = builder.CreateVector(tensor.shape);
  const auto name = builder.CreateString(tensor.name);
  return fbs::CreateTensor(builder, name, static_cast<fbs::DType>(tensor.dtype), shape, data);
}

flatbuffers::Offset<fbs::Region> write(Builder& builder, const Region& region) {
  std::vector<flatbuffers::Offset<fbs::Tensor>> tensors;
  for (const Tensor& tensor : region.tensors) tensors.push_back(write(builder, tensor));
  const auto list = tensors.empty() ? 0 : builder.CreateVector(tensors);
  const auto label = region.label.empty() ? 0 : builder.CreateSharedString(region.label);
  return fbs::CreateRegion(builder, region.rect.x, region.rect.y, region.rect.width,
                           region.rect.height, label, region.confidence, region.track_id,
                           region.parent, list);
}

flatbuffers::Offset<fbs::Attribute> write(Builder& builder, const Attribute& attribute) {
  const auto* text = std::get_if<std::string>(&attribute.value);
  const auto* number = std::get_if<double>(&attribute.value);
  const auto name = builder.CreateString(attribute.name);
  return fbs::CreateAttribute(builder, name, number != nullptr ? *number : 0,
                              text != nullptr ? builder.CreateString(*text) : 0);
}

template <class T>
auto write_all(Builder& builder, const std::vector<T>& items) {
  std::vector<decltype(write(builder, items.front()))> offsets;
  for (const T& item : items) offsets.push_back(write(builder, item));
  return builder.CreateVector(offsets);
}

void build(Builder& builder, const Notes& notes, std::string_view actor) {
  const auto regions = write_all(builder, notes.regions);
  const auto tensors = write_all(builder, notes.tensors);
  const auto attributes = write_all(builder, notes.attributes);
  const auto name = builder.CreateString(actor.data(), actor.size());
  fbs::FinishNotesBuffer(builder, fbs::CreateNotes(builder, name, notes.replaces_regions, regions,
                                                   tensors, attributes));
}

std::string text(const flatbuffers::String* string) {
  return string == nullptr ? std::string() : string->str();
}

Tensor read(const fbs::Tensor& from) {
  Tensor tensor;
  tensor.name = text(from.name());
  tensor.dtype = static_cast<DType>(from.dtype());
  if (from.shape() != nullptr) tensor.shape.assign(from.shape()->begin(), from.shape()->end());
  if (from.data() != nullptr) {
    const auto* data = reinterpret_cast<const std::byte*>(from.data()->data());
    tensor.data.assign(data, data + from.data()->size());
  }
  return tensor;
}

Region read(const fbs::Region& from) {
  Region region;
  region.rect = {from.x(), from.y(), from.width(), from.height()};
  region.label = text(from.label());
  region.confidence = from.confidence();
  region.track_id = from.track_id();
  region.parent = from.parent();
  if (from.tensors() != nullptr) {
    for (const auto* tensor : *from.tensors()) region.tensors.push_back(read(*tensor));
  }
  return region;
}

Attribute read(const fbs::Attribute& from) {
  if (from.text() != nullptr) return {from.name()->str(), from.text()->str()};
  return {from.name()->str(), from.number()};
}

/// A later attribute of the same name wins.
void put(std::vector<Attribute>& attributes, Attribute attribute) {
  std::erase_if(attributes,
                [&](const Attribute& earlier) { return earlier.name == attribute.name; });
  attributes.push_back(std::move(attribute));
}

/// The links from the oldest after `before` to the last.
std::vector<const fbs::Notes*> links(const SlotRef& last, const Slot* before = nullptr) {
  std::vector<const fbs::Notes*> chain;
  for (const Slot* slot = last.get(); slot != before; slot = slot->next) {
    chain.push_back(fbs::GetNotes(slot->bytes));
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

void add_regions(const fbs::Notes& link, Notes& notes) {
  if (link.replaces_regions()) {
    notes.regions.clear();
    notes.replaces_regions = true;
  }
  if (link.regions() == nullptr) return;
  for (const auto* region : *link.regions()) notes.regions.push_back(read(*region));
}

void add_tensors(const fbs::Notes& link, std::vector<Tensor>& tensors) {
  if (link.tensors() == nullptr) return;
  for (const auto* tensor : *link.tensors()) tensors.push_back(read(*tensor));
}

void add_attributes(const fbs::Notes& link, std::vector<Attribute>& attributes) {
  if (link.attributes() == nullptr) return;
  for (const auto* each : *link.attributes()) put(attributes, read(*each));
}

}  // namespace

std::size_t size_of(DType type) {
  switch (type) {
    case DType::uint8:
    case DType::int8: return 1;
    case DType::uint16:
    case DType::int16:
    case DType::float16: return 2;
    case DType::int32:
    case DType::float32: return 4;
    case DType::float64:
    case DType::int64: return 8;
  }
  return 0;
}

Result<SlotRef> write_notes(Slab& slab, const Notes& notes, std::string_view actor,
                            const SlotRef& before) {
  thread_local Builder builder;  // keeps its memory from frame to frame
  builder.Clear();
  build(builder, notes, actor);
  return slab.store(std::as_bytes(std::span(builder.GetBufferPointer(), builder.GetSize())),
                    before);
}

Regions read_regions(const SlotRef& last) {
  Notes notes;
  for (const fbs::Notes* link : links(last)) add_regions(*link, notes);
  return std::move(notes.regions);
}

std::vector<Tensor> read_tensors(const SlotRef& last) {
  std::vector<Tensor> tensors;
  for (const fbs::Notes* link : links(last)) add_tensors(*link, tensors);
  return tensors;
}

std::vector<Attribute> read_attributes(const SlotRef& last) {
  std::vector<Attribute> attributes;
  for (const fbs::Notes* link : links(last)) add_attributes(*link, attributes);
  return attributes;
}

Notes read_notes_after(const SlotRef& last, const Slot* before) {
  Notes notes;
  for (const fbs::Notes* link : links(last, before)) {
    add_regions(*link, notes);
    add_tensors(*link, notes.tensors);
    add_attributes(*link, notes.attributes);
  }
  return notes;
}

}  // namespace omma
