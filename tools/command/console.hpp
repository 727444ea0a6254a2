// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "tools/command/backlog.hpp"
#include "tools/command/log_level.hpp"
#include "tools/command/terminal.hpp"

namespace omma::command {

/// stderr while a graph runs: messages that stay, and on a terminal one line below them that
/// changes. Nobody waits for who reads it. Thread-safe.
class Console {
 public:
  enum class Format : std::uint8_t {
    text,  ///< for people
    json   ///< for programs: an object in each line, events and messages alike; no line changes
  };

  explicit Console(LogLevel level = LogLevel::info, Format format = Format::text);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  bool tells(LogLevel level) const { return level <= level_; }

  /// A line can change.
  bool redraws() const { return format_ == Format::text && Terminal::error().interactive(); }

  /// Prints a line that stays.
  void say(const std::string& line, LogLevel level = LogLevel::info);

  /// Prints an error; when there are very many in a second only how many more there were.
  void error(const std::string& line);

  /// Why the run failed.
  void say_failure(const std::string& why);

  /// Prints what happened, if it is of the level that is told.
  void tell(const Event& event);

  /// Writes what is read by now of what was not read before.
  void write_some();

  /// Says how many errors were left out and not told yet, and writes what was not read, as long as
  /// somebody reads.
  void flush();

  /// Puts this in the place of the changing line; empty takes it away. Only on a terminal.
  void show(const std::string& line);

 private:
  std::string message(const std::string& line, LogLevel level) const;
  std::string worded(const Event& event, LogLevel level) const;
  void print_error(const std::string& line);
  void print(const std::string& line);
  void tell_left_out();

  const LogLevel level_;
  const Format format_;
  std::mutex mutex_;  // guards what follows
  Backlog backlog_;
  std::chrono::steady_clock::time_point second_;  ///< in which errors are being counted
  int errors_ = 0;
  std::uint64_t left_out_ = 0;
  std::string shown_;
};

}  // namespace omma::command
