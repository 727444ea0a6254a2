// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "runtime/hosts/wire.hpp"

namespace omma::hosts {

/// Builds a message; its memory is used again.
class Writer {
 public:
  void begin(const Head& head) {
    bytes_.clear();
    put(head);
  }
  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    append(&value, sizeof(T));
  }
  /// Over what was put at this place.
  template <class T>
  void set(std::size_t at, const T& value) {
    std::memcpy(bytes_.data() + at, &value, sizeof(T));
  }
  void put_text(std::string_view text) { append(text.data(), text.size()); }
  void put_bytes(std::span<const std::byte> bytes) { append(bytes.data(), bytes.size()); }
  void clear() { bytes_.clear(); }
  Head& head() { return *reinterpret_cast<Head*>(bytes_.data()); }
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  void append(const void* from, std::size_t count) {
    const std::size_t end = bytes_.size();
    bytes_.resize(end + count);
    if (count != 0) std::memcpy(bytes_.data() + end, from, count);
  }

  std::vector<std::byte> bytes_;
};

/// Reads a message that may be anything: past its end everything is zero and `sound` is false.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : left_(bytes) {}

  template <class T>
  T take() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    const auto from = take_bytes(sizeof(T));
    if (!from.empty()) std::memcpy(&value, from.data(), sizeof(T));
    return value;
  }
  std::span<const std::byte> take_bytes(std::size_t count) {
    if (count > left_.size()) sound_ = false;
    if (!sound_) return {};
    const auto taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }
  std::string_view take_text(std::size_t count) {
    const auto bytes = take_bytes(count);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  /// What was read makes no sense.
  void refuse() { sound_ = false; }
  std::string_view rest() { return take_text(left_.size()); }
  bool sound() const { return sound_; }

 private:
  std::span<const std::byte> left_;
  bool sound_ = true;
};

}  // namespace omma::hosts
