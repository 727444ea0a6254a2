// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace omma {

/// Pixels that the runtime had to copy, beyond what an operation itself writes. Zero is the rule:
/// a copy happens when a result does not lie in a slot of its own, or when an actor asks for a
/// writable picture that others still hold.
struct Copies {
  std::uint64_t pixels = 0;
  std::uint64_t bytes = 0;
};

/// Of this process, since it started. Thread-safe.
Copies copies();
void count_copy(std::uint64_t pixels, std::uint64_t bytes);

/// What this thread copied since it was asked last: the copies of the step that it just did.
Copies take_copied();

}  // namespace omma
