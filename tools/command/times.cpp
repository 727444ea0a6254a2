// SPDX-License-Identifier: Apache-2.0
#include "tools/command/times.hpp"

#include <CLI/Error.hpp>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>

namespace omma::command {
namespace {

struct Unit {
  const char* name;
  double seconds;
};

constexpr std::array<Unit, 6> units{
    {{"", 1}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}}};

std::optional<double> duration_of(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  for (const Unit& unit : units) {
    const bool found = end != text.c_str() && std::string_view(end) == unit.name;
    if (found && number > 0 && number * unit.seconds <= 1e9) return number * unit.seconds;
  }
  return std::nullopt;
}

/// A date or time of the day in this pattern of strptime, what it leaves out being that of today.
std::optional<double> read_as(const char* pattern, const std::string& text, std::tm parts) {
  const char* end = strptime(text.c_str(), pattern, &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  parts.tm_isdst = -1;  // to be found out
  return static_cast<double>(std::mktime(&parts));
}

std::tm midnight() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
  return parts;
}

}  // namespace

double seconds_of(const std::string& option, const std::string& text) {
  if (const auto seconds = duration_of(text)) return *seconds;
  throw CLI::ValidationError(option,
                             "expected a time like 10s, 500ms, 2min or 1.5h; found '" + text + "'");
}

double moment_of(const std::string& option, const std::string& text) {
  if (const auto ago = duration_of(text)) return static_cast<double>(std::time(nullptr)) - *ago;
  for (const char* pattern : {"%H:%M", "%H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"}) {
    if (const auto moment = read_as(pattern, text, midnight())) return *moment;
  }
  throw CLI::ValidationError(option,
                             "expected so long ago, like 10min, or a local time like 12:04, "
                             "12:04:31 or 2026-05-31T12:04:31; found '" +
                                 text + "'");
}

std::string clock_text(double moment) {
  const auto whole = static_cast<std::time_t>(std::floor(moment));
  std::tm parts{};
  localtime_r(&whole, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
  const auto thousandths = static_cast<int>((moment - std::floor(moment)) * 1000);
  std::array<char, 8> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03d", thousandths);
  return std::string(text.data()) + rest.data();
}

}  // namespace omma::command
