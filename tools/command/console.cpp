// SPDX-License-Identifier: Apache-2.0
#include "tools/command/console.hpp"

#include <iostream>

namespace omma::command {
namespace {
constexpr const char* erase_line = "\r\x1b[K";
}  // namespace

void Console::say(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (shown_.empty()) {
    std::cerr << line + "\n";
  } else {
    std::cerr << erase_line + line + "\n" + shown_ << std::flush;
  }
}

void Console::show(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (line == shown_) return;
  shown_ = line;
  std::cerr << erase_line + line << std::flush;
}

}  // namespace omma::command
