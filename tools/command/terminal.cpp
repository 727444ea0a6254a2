// SPDX-License-Identifier: Apache-2.0
#include "tools/command/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/Error.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <limits>

#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool dumb() {
  const char* term = std::getenv("TERM");
  return term == nullptr || std::string_view(term) == "dumb";
}

const char* code(Paint paint) {
  switch (paint) {
    case Paint::plain: break;
    case Paint::bold: return "\x1b[1m";
    case Paint::faint: return "\x1b[2m";
    case Paint::red: return "\x1b[1;31m";
    case Paint::yellow: return "\x1b[33m";
    case Paint::green: return "\x1b[32m";
  }
  return "";
}

/// Nobody reads any more: that is no failure.
[[noreturn]] void refuse(const std::string& target) {
  if (errno == EPIPE) throw CLI::RuntimeError(done);
  std::cerr << "omma: cannot write to " << target << ": " << std::strerror(errno) << "\n";
  throw CLI::RuntimeError(failed);
}

}  // namespace

Terminal::Terminal(int descriptor)
    : descriptor_(descriptor),
      interactive_(isatty(descriptor) == 1 && !dumb()),
      colours_(interactive_ && !set("NO_COLOR")) {}

const Terminal& Terminal::out() {
  static const Terminal terminal(STDOUT_FILENO);
  return terminal;
}

const Terminal& Terminal::error() {
  static const Terminal terminal(STDERR_FILENO);
  return terminal;
}

std::size_t Terminal::width() const {
  if (!interactive_) return std::numeric_limits<std::size_t>::max();
  winsize size{};
  const bool known = ioctl(descriptor_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string Terminal::paint(std::string_view text, Paint paint) const {
  if (!colours_ || paint == Paint::plain) return std::string(text);
  return code(paint) + std::string(text) + "\x1b[0m";
}

void print(std::string_view text) {
  std::cout << text << std::flush;
  if (!std::cout) refuse("stdout");
}

void write_result(const std::string& path, std::string_view text) {
  if (path.empty() || path == "-") return print(text);
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) refuse(path);
  std::cerr << "wrote " << path << "\n";
}

std::string harmless(std::string_view text) {
  std::string result;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    const bool control = (byte < 0x20 && each != '\n' && each != '\t') || byte == 0x7F;
    if (each != '\r') result += control ? '?' : each;
  }
  return result;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  bool escape = false;
  for (const char c : text) {
    if (c == '\x1b') escape = true;
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!escape && !continues) ++count;
    if (escape && c == 'm') escape = false;
  }
  return count;
}

}  // namespace omma::command
