// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runtime/base/error.hpp"
#include "runtime/frames/frame.hpp"

namespace omma {

/// Checks bytes from another process or machine before anyone reads them: the FlatBuffer's
/// structure, and then its meaning (known format, strides and rows within the pixels, shapes
/// that fit, alignment). `bytes` must not change while and after it is checked.
Result<void> verify_frame(std::span<const std::byte> bytes);
Result<void> verify_notes(std::span<const std::byte> bytes);

/// Copies verified bytes from outside into a slot; the one copy that a network costs.
Result<Frame> admit_frame(Slab& slab, std::span<const std::byte> bytes);

/// The same for one link of notes, chained to the link `before` it (may be empty).
Result<SlotRef> admit_notes(Slab& slab, std::span<const std::byte> bytes, const SlotRef& before);

}  // namespace omma
