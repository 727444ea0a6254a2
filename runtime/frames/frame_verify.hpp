// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runtime/base/error.hpp"
#include "runtime/frames/frame.hpp"

namespace omma {

/// Checks bytes from another process or machine before anyone reads them: the FlatBuffer's
/// structure, and then its meaning (known format, strides and rows within the pixels, shapes
/// that fit), for so many bytes of pixels. What is checked must not change then, nor later.
Result<void> verify_header(std::span<const std::byte> bytes, std::uint64_t pixel_bytes);
Result<void> verify_notes(std::span<const std::byte> bytes);

/// Copies a header and its pixels from outside into slots, once it is verified; the one copy that
/// a network costs.
Result<Frame> admit_frame(Slab& slab, std::span<const std::byte> header,
                          std::span<const std::byte> pixels);

/// The same for one link of notes, chained to the link `before` it (may be empty).
Result<SlotRef> admit_notes(Slab& slab, std::span<const std::byte> bytes, const SlotRef& before);

}  // namespace omma
