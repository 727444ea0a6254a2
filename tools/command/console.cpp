// SPDX-License-Identifier: Apache-2.0
#include "tools/command/console.hpp"

#include <iostream>

#include "tools/command/table.hpp"

namespace omma::command {
namespace {
constexpr const char* erase_line = "\r\x1b[K";
constexpr int errors_a_second = 10;
}  // namespace

void Console::say(const std::string& line) {
  const std::lock_guard lock(mutex_);
  print(line);
}

void Console::error(const std::string& line) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    tell_left_out();
    second_ = now;
    errors_ = 0;
  }
  if (++errors_ > errors_a_second) {
    ++left_out_;
  } else {
    print(Terminal::error().paint("error: ", Paint::red) + line);
  }
}

void Console::flush() {
  const std::lock_guard lock(mutex_);
  tell_left_out();
}

void Console::show(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (line == shown_) return;
  shown_ = line;
  std::cerr << erase_line + line << std::flush;
}

void Console::print(const std::string& line) {
  if (shown_.empty()) {
    std::cerr << line + "\n";
  } else {
    std::cerr << erase_line + line + "\n" + shown_ << std::flush;
  }
}

void Console::tell_left_out() {
  if (left_out_ > 0) print("       and " + counted(left_out_, "more error"));
  left_out_ = 0;
}

}  // namespace omma::command
