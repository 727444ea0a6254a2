// SPDX-License-Identifier: Apache-2.0
#include "tools/command/console.hpp"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "runtime/control/event_json.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {
constexpr const char* erase_line = "\r\x1b[K";
constexpr int errors_a_second = 10;
constexpr std::chrono::milliseconds patience{1000};  // with a reader, at the end

std::string with_level(nlohmann::ordered_json json, LogLevel level) {
  json["level"] = log_levels.at(static_cast<std::size_t>(level));
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Console::Console(LogLevel level, Format format)
    : level_(level), format_(format), backlog_(STDERR_FILENO) {}

Console::~Console() { flush(); }

/// As it stands on the console; `level` makes a message one of programs.
std::string Console::message(const std::string& line, LogLevel level) const {
  if (format_ == Format::text) return line;
  Event event = event_of(Event::Kind::output, "", line);
  nlohmann::ordered_json json = control::json_of(event);
  json["kind"] = "message";
  return with_level(json, level);
}

std::string Console::worded(const Event& event, LogLevel level) const {
  if (format_ == Format::json) return with_level(control::json_of(event), level);
  return harmless(event.line());
}

void Console::say(const std::string& line, LogLevel level) {
  if (!tells(level)) return;
  const std::lock_guard lock(mutex_);
  print(message(line, level));
}

void Console::error(const std::string& line) {
  const std::lock_guard lock(mutex_);
  print_error(message(line, LogLevel::error));
}

void Console::say_failure(const std::string& why) {
  const std::string words = "the run failed: ";
  const bool text = format_ == Format::text;
  say((text ? Terminal::error().paint(words, Paint::red) : words) + why, LogLevel::error);
}

void Console::tell(const Event& event) {
  const LogLevel level = level_of(event.kind);
  if (!tells(level)) return;
  const std::lock_guard lock(mutex_);
  if (level == LogLevel::error) return print_error(worded(event, level));
  print(worded(event, level));
}

void Console::print_error(const std::string& line) {
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    tell_left_out();
    second_ = now;
    errors_ = 0;
  }
  if (++errors_ > errors_a_second) {
    ++left_out_;
  } else if (format_ == Format::json) {
    print(line);
  } else {
    print(Terminal::error().paint("error: ", Paint::red) + line);
  }
}

void Console::write_some() {
  const std::lock_guard lock(mutex_);
  backlog_.write_some();
}

void Console::flush() {
  const std::lock_guard lock(mutex_);
  tell_left_out();
  backlog_.drain(patience);
}

void Console::show(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (line == shown_) return;
  shown_ = line;
  backlog_.put(erase_line + line);
}

void Console::print(const std::string& line) {
  if (shown_.empty()) {
    backlog_.put(line + "\n");
  } else {
    backlog_.put(erase_line + line + "\n" + shown_);
  }
}

void Console::tell_left_out() {
  const std::string indent = format_ == Format::text ? "       " : "";
  if (left_out_ > 0)
    print(message(indent + "and " + counted(left_out_, "more error"), LogLevel::error));
  left_out_ = 0;
}

}  // namespace omma::command
