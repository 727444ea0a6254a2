// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/copies.hpp"

#include <atomic>

namespace omma {
namespace {
std::atomic<std::uint64_t> copied_pixels{0};
std::atomic<std::uint64_t> copied_bytes{0};
constinit thread_local Copies copied_here;
}  // namespace

Copies copies() {
  return {copied_pixels.load(std::memory_order_relaxed),
          copied_bytes.load(std::memory_order_relaxed)};
}

void count_copy(std::uint64_t pixels, std::uint64_t bytes) {
  copied_pixels.fetch_add(pixels, std::memory_order_relaxed);
  copied_bytes.fetch_add(bytes, std::memory_order_relaxed);
  copied_here.pixels += pixels;
  copied_here.bytes += bytes;
}

Copies take_copied() {
  const Copies copied = copied_here;
  if (copied.pixels != 0) copied_here = {};
  return copied;
}

}  // namespace omma
