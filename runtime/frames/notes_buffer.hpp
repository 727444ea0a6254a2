// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "runtime/frames/notes.hpp"
#include "runtime/frames/slab.hpp"

namespace omma {

/// Writes one link of notes into a slot of its own, chained to the link `before` it (may be empty).
Result<SlotRef> write_notes(Slab& slab, const Notes& notes, std::string_view actor,
                            const SlotRef& before);

/// What a chain says, from its oldest link to `last`.
Regions read_regions(const SlotRef& last);
std::vector<Tensor> read_tensors(const SlotRef& last);
std::vector<Attribute> read_attributes(const SlotRef& last);

/// What the links after `before` say, as one; null: all links.
Notes read_notes_after(const SlotRef& last, const Slot* before);

}  // namespace omma
