// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace omma::command {

/// Lines on their way to a pipe, terminal or file whose reader may be slow, or not read at all:
/// nobody waits for it. What it does not take stays here, up to a size; lines beyond that are left
/// out, and their number is written when it reads again.
class Backlog {
 public:
  static constexpr std::size_t most_bytes = 256 * 1024;

  explicit Backlog(int descriptor) : descriptor_(descriptor) {}

  /// Writes it, or keeps it for later.
  void put(std::string_view lines);

  /// Writes what is taken at once of what was kept.
  void write_some();

  /// Writes all, as long as some of it is taken within that time.
  void drain(std::chrono::milliseconds patience);

 private:
  bool write_part(int wait_ms);

  const int descriptor_;
  std::string kept_;
  std::uint64_t left_out_ = 0;
};

}  // namespace omma::command
