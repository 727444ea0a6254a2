// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame_layout.hpp"

#include <stdexcept>

#include "schema/frame_generated.h"

namespace omma {
namespace {

constexpr std::size_t header_room = 1024;

constexpr std::size_t aligned(std::size_t bytes) {
  return (bytes + Slab::alignment - 1) & ~(Slab::alignment - 1);
}

/// Hands the slot to a FlatBufferBuilder, which fills it from the end downwards.
class SlotBuffer final : public flatbuffers::Allocator {
 public:
  explicit SlotBuffer(Slot& slot) : slot_(slot) {}
  std::uint8_t* allocate(std::size_t bytes) override {
    if (bytes > slot_.capacity) throw std::length_error("slot");
    return reinterpret_cast<std::uint8_t*>(slot_.bytes);
  }
  void deallocate(std::uint8_t*, std::size_t) override {}
  // NOLINTNEXTLINE(readability-function-size): the parameters are FlatBuffers'
  std::uint8_t* reallocate_downward(std::uint8_t*, std::size_t, std::size_t, std::size_t,
                                    std::size_t) override {
    throw std::length_error("slot");  // else the frame would silently move
  }

 private:
  Slot& slot_;
};

using Builder = flatbuffers::FlatBufferBuilder;

flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> reserve_pixels(Builder& builder,
                                                                      std::size_t bytes) {
  std::uint8_t* pixels = nullptr;
  builder.ForceVectorAlignment(bytes, 1, Slab::alignment);
  return builder.CreateUninitializedVector<std::uint8_t>(bytes, &pixels);
}

void build(Builder& builder, const Header& header, std::size_t pixel_bytes) {
  const auto pixels = reserve_pixels(builder, pixel_bytes);
  const auto source = builder.CreateString(header.source.data(), header.source.size());
  flatbuffers::Offset<flatbuffers::Vector<std::uint32_t>> shape;
  if (!header.shape.empty()) shape = builder.CreateVector(header.shape.data(), header.shape.size());
  flatbuffers::Offset<flatbuffers::Vector<const fbs::RowRange*>> missing;
  if (!header.missing.empty()) {
    missing = builder.CreateVectorOfStructs(
        reinterpret_cast<const fbs::RowRange*>(header.missing.data()), header.missing.size());
  }
  fbs::FrameBuilder frame(builder);
  frame.add_source(source);
  frame.add_sequence(header.sequence);
  frame.add_part(header.part);
  frame.add_capture_ns(header.times.capture_ns);
  frame.add_arrival_ns(header.times.arrival_ns);
  frame.add_clock(static_cast<fbs::Clock>(header.times.clock));
  frame.add_clock_error_ns(header.times.clock_error_ns);
  frame.add_format(static_cast<std::uint32_t>(header.format));
  frame.add_width(header.width);
  frame.add_height(header.height);
  frame.add_stride(header.stride);
  frame.add_dtype(static_cast<fbs::DType>(header.dtype));
  if (!shape.IsNull()) frame.add_shape(shape);
  frame.add_status(static_cast<fbs::Status>(header.status));
  if (!missing.IsNull()) frame.add_missing(missing);
  frame.add_pixels(pixels);
  fbs::FinishFrameBuffer(builder, frame.Finish());
}

}  // namespace

std::size_t slot_bytes(std::size_t pixel_bytes) { return aligned(pixel_bytes) + header_room; }

std::byte* pixel_address(const Slot& slot, std::size_t pixel_bytes) {
  return slot.bytes + slot.capacity - aligned(pixel_bytes);
}

Result<void> seal(Slot& slot, const Header& header, std::size_t pixel_bytes) {
  try {
    SlotBuffer buffer(slot);
    Builder builder(slot.capacity, &buffer, false, Slab::alignment);
    build(builder, header, pixel_bytes);
    slot.buffer = reinterpret_cast<std::byte*>(builder.GetBufferPointer());
    slot.buffer_size = builder.GetSize();
  } catch (const std::length_error&) {
    return fail(Code::invalid, "the header of a frame of '" + std::string(header.source) +
                                   "' does not fit into its slot; use a shorter actor name");
  }
  slot.sent.store(true, std::memory_order_release);
  return {};
}

}  // namespace omma
