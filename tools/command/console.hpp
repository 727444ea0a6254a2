// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "tools/command/terminal.hpp"

namespace omma::command {

/// stderr while a graph runs: messages that stay, and on a terminal one line below them that
/// changes. Thread-safe.
class Console {
 public:
  /// Prints a line that stays.
  void say(const std::string& line);

  /// Prints an error; when there are very many in a second only how many more there were.
  void error(const std::string& line);

  /// Says how many errors were left out and not told yet.
  void flush();

  /// Puts this in the place of the changing line; empty takes it away. Only on a terminal.
  void show(const std::string& line);

 private:
  void print(const std::string& line);
  void tell_left_out();

  std::mutex mutex_;
  std::chrono::steady_clock::time_point second_;  ///< in which errors are being counted
  int errors_ = 0;
  std::uint64_t left_out_ = 0;
  std::string shown_;
};

}  // namespace omma::command
