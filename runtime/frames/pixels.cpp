// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/pixels.hpp"

#include <cassert>
#include <limits>

#include "runtime/frames/mat_allocator.hpp"
#include "runtime/frames/slot_room.hpp"

namespace omma {
namespace {

constexpr const char* place = "pixels";

std::string text_of(const Packing& packing) {
  return std::to_string(packing.width) + " x " + std::to_string(packing.height) + " px of " +
         std::string(name(packing.format)) +
         (packing.stride == 0 ? "" : " with a stride of " + std::to_string(packing.stride));
}

Packing completed(Packing packing) {
  if (packing.stride == 0) {
    const std::uint64_t stride = stride_of(packing.format, packing.width);
    if (stride <= std::numeric_limits<std::uint32_t>::max())
      packing.stride = static_cast<std::uint32_t>(stride);
  }
  return packing;
}

/// With the stride that a header says, when there is such a picture.
Result<Packing> checked(const Packing& packing) {
  const Packing whole = completed(packing);
  if (const auto sound = check(whole); !sound)
    return fail(Code::invalid,
                "there is no picture of " + text_of(packing) + ": " + sound.error().what, place);
  return whole;
}

}  // namespace

Result<Pixels> Pixels::create(const Packing& packing) {
  if (Slab* slab = slab_in_scope()) return create(*slab, packing);
  return fail(Code::unavailable,
              "there is frame memory during a step alone; elsewhere say in which slab, or make a "
              "MatScope first",
              place);
}

Result<Pixels> Pixels::in_slot(const SlotRef& slot, const Packing& packing) {
  auto whole = checked(packing);
  if (!whole) return tl::make_unexpected(whole.error());
  if (!has_room_for(*slot.get(), bytes_of(*whole)))
    return fail(Code::invalid, text_of(packing) + " do not fit into their slot", place);
  return Pixels(slot, *whole);
}

Result<Pixels> Pixels::create(Slab& slab, const Packing& packing) {
  auto whole = checked(packing);
  if (!whole) return tl::make_unexpected(whole.error());
  auto slot = slab.take(bytes_of(*whole));
  if (!slot) return tl::make_unexpected(slot.error());
  return Pixels(std::move(*slot), *whole);
}

std::span<std::byte> Pixels::bytes() const {
  if (!slot_) return {};
  return {slot_->bytes, bytes_of(packing_)};
}

std::span<std::byte> Pixels::row(std::uint32_t row) const {
  assert(row < packing_.height);
  const std::size_t begin = row_bit_offset(packing_, row) / 8;
  return bytes().subspan(begin, row_bytes(packing_.format, packing_.width));
}

}  // namespace omma
