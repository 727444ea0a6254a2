// SPDX-License-Identifier: Apache-2.0
#pragma once

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

  /// Puts this in the place of the changing line; empty takes it away. Only on a terminal.
  void show(const std::string& line);

 private:
  std::mutex mutex_;
  std::string shown_;
};

}  // namespace omma::command
