// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame_header.hpp"

#include <span>

#include "schema/frame_generated.h"

namespace omma {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;

void build(Builder& builder, const Header& header) {
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
  fbs::FinishFrameBuffer(builder, frame.Finish());
}

}  // namespace

Result<Frame> seal(Slab& slab, const Header& header, const SlotRef& pixels, std::size_t bytes) {
  thread_local Builder builder;  // keeps its memory from frame to frame
  builder.Clear();
  build(builder, header);
  auto slot =
      slab.store(std::as_bytes(std::span(builder.GetBufferPointer(), builder.GetSize())), pixels);
  if (!slot) return tl::make_unexpected(slot.error());
  if (pixels && !pixels->sent.load(std::memory_order_acquire)) {
    pixels->size = bytes;
    pixels->sent.store(true, std::memory_order_release);
  }
  return Frame(std::move(*slot));
}

}  // namespace omma
