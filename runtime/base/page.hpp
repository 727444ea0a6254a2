// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdint>

namespace omma {

/// Bytes of a page of memory, which the system protects as a whole.
inline std::uint64_t page_size() {
  static const auto bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

inline std::uint64_t whole_pages(std::uint64_t bytes) {
  return (bytes + page_size() - 1) / page_size() * page_size();
}

}  // namespace omma
