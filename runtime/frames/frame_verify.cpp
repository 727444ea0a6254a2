// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame_verify.hpp"

#include <limits>

#include "runtime/frames/packing.hpp"
#include "schema/frame_generated.h"
#include "schema/notes_generated.h"

namespace omma {
namespace {

constexpr std::size_t most_dimensions = 32;
constexpr std::uint32_t largest = std::numeric_limits<std::int32_t>::max();  // side; as in OpenCV

tl::unexpected<Error> bad(std::string what) {
  return fail(Code::invalid, std::move(what), "frame from outside");
}

template <class Root>
bool structure_holds(std::span<const std::byte> bytes, const char* identifier) {
  if (bytes.size() < 8 || bytes.size() >= FLATBUFFERS_MAX_BUFFER_SIZE) return false;
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return verifier.VerifyBuffer<Root>(identifier);
}

template <class E>
bool known(E value, E last) {
  return static_cast<int>(value) >= 0 && static_cast<int>(value) <= static_cast<int>(last);
}

/// The bytes that a tensor of this shape fills; none when it has too many dimensions or overflows.
std::optional<std::uint64_t> tensor_bytes(const flatbuffers::Vector<std::uint32_t>* shape,
                                          fbs::DType type) {
  if (!known(type, fbs::DType::MAX)) return std::nullopt;
  std::uint64_t bytes = size_of(static_cast<DType>(type));
  if (shape == nullptr) return 0;
  if (shape->size() > most_dimensions) return std::nullopt;
  for (const std::uint32_t extent : *shape) {
    if (extent > largest) return std::nullopt;
    if (extent != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / extent)
      return std::nullopt;
    bytes *= extent;
  }
  return bytes;
}

Result<void> check_picture(const fbs::Frame& frame, std::uint64_t pixel_bytes) {
  const auto format = static_cast<PixelFormat>(frame.format());
  const Packing packing{format, frame.width(), frame.height(), frame.stride()};
  if (auto checked = check(packing); !checked) return bad(checked.error().what);
  if (bytes_of(packing) > pixel_bytes)
    return bad("it has fewer bytes of pixels than its height and stride say");
  return {};
}

Result<void> check_pixels(const fbs::Frame& frame, std::uint64_t pixel_bytes) {
  const auto format = static_cast<PixelFormat>(frame.format());
  if (format == PixelFormat::None) return {};
  if (format == PixelFormat::Tensor) {
    const auto bytes = tensor_bytes(frame.shape(), frame.dtype());
    if (!bytes || *bytes > pixel_bytes) return bad("its shape does not fit its data");
    return {};
  }
  return check_picture(frame, pixel_bytes);
}

Result<void> check_rows(const fbs::Frame& frame) {
  if (frame.missing() == nullptr) return {};
  for (const auto* range : *frame.missing()) {
    if (std::uint64_t{range->first()} + range->count() > frame.height()) {
      return bad("its missing rows lie outside of the picture");
    }
  }
  return {};
}

bool tensors_hold(const flatbuffers::Vector<flatbuffers::Offset<fbs::Tensor>>* tensors) {
  if (tensors == nullptr) return true;
  for (const auto* tensor : *tensors) {
    const auto bytes = tensor_bytes(tensor->shape(), tensor->dtype());
    const std::size_t size = tensor->data() == nullptr ? 0 : tensor->data()->size();
    if (!bytes || *bytes > size) return false;
  }
  return true;
}

}  // namespace

Result<void> verify_header(std::span<const std::byte> bytes, std::uint64_t pixel_bytes) {
  if (!structure_holds<fbs::Frame>(bytes, fbs::FrameIdentifier())) return bad("it is no header");
  const fbs::Frame& frame = *fbs::GetFrame(bytes.data());
  if (!known(frame.clock(), fbs::Clock::MAX)) return bad("its clock is not known");
  if (!known(frame.status(), fbs::Status::MAX)) return bad("its status is not known");
  if (!known(frame.dtype(), fbs::DType::MAX)) return bad("its element type is not known");
  if (auto checked = check_pixels(frame, pixel_bytes); !checked) return checked;
  return check_rows(frame);
}

Result<void> verify_notes(std::span<const std::byte> bytes) {
  if (!structure_holds<fbs::Notes>(bytes, fbs::NotesIdentifier()))
    return bad("it is no notes buffer");
  const fbs::Notes& notes = *fbs::GetNotes(bytes.data());
  if (!tensors_hold(notes.tensors())) return bad("a tensor's shape does not fit its data");
  if (notes.regions() == nullptr) return {};
  for (const auto* region : *notes.regions()) {
    if (!tensors_hold(region->tensors()))
      return bad("a region's tensor's shape does not fit its data");
  }
  return {};
}

// Checking comes after the copy: whoever sent the bytes may still be able to change the original.

Result<Frame> admit_frame(Slab& slab, std::span<const std::byte> header,
                          std::span<const std::byte> pixels) {
  auto slot = slab.store(header);
  if (!slot) return tl::make_unexpected(slot.error());
  if (auto checked = verify_header((*slot)->contents(), pixels.size()); !checked)
    return tl::make_unexpected(checked.error());
  if (pixels.empty()) return Frame(std::move(*slot));
  auto stored = slab.store(pixels);
  if (!stored) return tl::make_unexpected(stored.error());
  (*slot)->next = stored->release();
  return Frame(std::move(*slot));
}

Result<SlotRef> admit_notes(Slab& slab, std::span<const std::byte> bytes, const SlotRef& before) {
  auto slot = slab.store(bytes, before);
  if (!slot) return slot;
  if (auto checked = verify_notes((*slot)->contents()); !checked)
    return tl::make_unexpected(checked.error());
  return slot;
}

}  // namespace omma
