// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "runtime/frames/slab.hpp"

namespace omma {

/// So many bytes may be the contents of this slot: it was not sent yet, or with as many.
inline bool has_room_for(const Slot& slot, std::size_t bytes) {
  return slot.sent.load(std::memory_order_acquire) ? bytes == slot.size : bytes <= slot.capacity;
}

}  // namespace omma
