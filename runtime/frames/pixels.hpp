// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runtime/frames/packing.hpp"
#include "runtime/frames/slab.hpp"

namespace omma {

/// A new picture that no `cv::Mat` holds, or that something else than OpenCV writes: of a packed
/// format, with gaps between its rows, from a device. It lies where it is sent from, so that
/// nothing is copied. Whoever made it writes into `bytes()` until it is returned, and not after.
class Pixels {
 public:
  Pixels() = default;

  /// Room for such a picture in the frame memory of the step that this thread does, uninitialised.
  /// A stride of 0 means that nothing lies between rows.
  static Result<Pixels> create(const Packing& packing);

  /// The same in the frame memory of `slab`, also outside of a step.
  static Result<Pixels> create(Slab& slab, const Packing& packing);

  /// A picture that was written into this slot already; whoever wrote it does so no more.
  static Result<Pixels> in_slot(const SlotRef& slot, const Packing& packing);

  // It has one owner: nobody can write into what was sent.
  Pixels(Pixels&&) = default;
  Pixels& operator=(Pixels&&) = default;
  Pixels(const Pixels&) = delete;
  Pixels& operator=(const Pixels&) = delete;
  ~Pixels() = default;

  explicit operator bool() const { return static_cast<bool>(slot_); }

  /// As a header says it: where rows begin on a byte, the stride is no longer 0.
  const Packing& packing() const { return packing_; }

  /// 512-byte aligned, in memory and in the slab.
  std::span<std::byte> bytes() const;

  /// A row that begins on a byte, without what lies behind it.
  std::span<std::byte> row(std::uint32_t row) const;

  const SlotRef& slot() const { return slot_; }

 private:
  Pixels(SlotRef slot, const Packing& packing) : slot_(std::move(slot)), packing_(packing) {}

  SlotRef slot_;
  Packing packing_;
};

}  // namespace omma
