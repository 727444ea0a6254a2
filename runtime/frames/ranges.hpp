// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>

namespace omma {

/// The free parts of an address space. Parts that lie beside each other are one. Not thread-safe.
class Ranges {
 public:
  explicit Ranges(std::uint64_t size) : free_{{0, size}} {}

  /// The lowest free `size` bytes that end at `limit` or before it.
  std::optional<std::uint64_t> take(std::uint64_t size, std::uint64_t limit) {
    for (auto each = free_.begin(); each != free_.end() && each->first + size <= limit; ++each) {
      const auto [begin, room] = *each;
      if (room < size) continue;
      free_.erase(each);
      if (room > size) free_.emplace(begin + size, room - size);
      highest_ = begin + size > highest_ ? begin + size : highest_;
      return begin;
    }
    return std::nullopt;
  }

  void give_back(std::uint64_t begin, std::uint64_t size) {
    auto after = free_.upper_bound(begin);
    if (after != free_.begin()) {
      const auto before = std::prev(after);
      if (before->first + before->second == begin) {
        begin = before->first;
        size += before->second;
        free_.erase(before);
      }
    }
    if (after != free_.end() && begin + size == after->first) {
      size += after->second;
      free_.erase(after);
    }
    free_.emplace(begin, size);
  }

  /// Nothing beyond was ever taken.
  std::uint64_t highest() const { return highest_; }

 private:
  std::map<std::uint64_t, std::uint64_t> free_;  // begin, size
  std::uint64_t highest_ = 0;
};

}  // namespace omma
