// SPDX-License-Identifier: Apache-2.0
#include "tools/command/times.hpp"

#include <CLI/Error.hpp>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>
#include <span>
#include <string_view>

namespace omma::command {
namespace {

struct Unit {
  const char* name;
  double seconds;
};

constexpr std::array<Unit, 6> units{
    {{"", 1}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}}};

/// "10" is no moment: it could be an hour or a year.
constexpr std::span<const Unit> units_of_moments = std::span(units).subspan(1);

std::optional<double> duration_of(const std::string& text, std::span<const Unit> allowed) {
  double number = 0;
  const char* last = text.data() + text.size();
  const char* unit_begins = std::from_chars(text.data(), last, number).ptr;
  for (const Unit& unit : allowed) {
    const bool found = std::string_view(unit_begins, last) == unit.name;
    if (found && number > 0 && number * unit.seconds <= 1e9) return number * unit.seconds;
  }
  return std::nullopt;
}

/// What this pattern of strptime leaves out stays as it is in `parts`.
std::optional<std::tm> read_as(const char* pattern, const std::string& text, std::tm parts) {
  const char* end = strptime(text.c_str(), pattern, &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return parts;
}

std::tm midnight(std::time_t now) {
  std::tm parts{};
  localtime_r(&now, &parts);
  parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
  return parts;
}

/// Parts of what is no local time, such as 30 February, become those of another one.
std::time_t local(std::tm& parts) {
  parts.tm_isdst = -1;  // to be found out
  return std::mktime(&parts);
}

/// Of yesterday where that of today is still to come.
std::optional<std::time_t> time_of_day(const std::string& text, std::time_t now) {
  for (const char* pattern : {"%H:%M", "%H:%M:%S"}) {
    auto parts = read_as(pattern, text, midnight(now));
    if (!parts) continue;
    std::tm day_before = *parts;
    --day_before.tm_mday;
    const std::time_t today = local(*parts);
    return today <= now ? today : local(day_before);
  }
  return std::nullopt;
}

std::optional<std::time_t> time_with_date(const std::string& text) {
  for (const char* pattern : {"%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"}) {
    auto parts = read_as(pattern, text, std::tm{});
    if (!parts) continue;
    const int day = parts->tm_mday;
    const auto offset = parts->tm_gmtoff;
    const bool says_offset = std::string_view(pattern).ends_with("%z");
    const std::time_t moment = says_offset ? timegm(&*parts) - offset : local(*parts);
    if (parts->tm_mday == day) return moment;
  }
  return std::nullopt;
}

}  // namespace

double seconds_of(const std::string& option, const std::string& text) {
  if (const auto seconds = duration_of(text, units)) return *seconds;
  throw CLI::ValidationError(option,
                             "expected a time like 10s, 500ms, 2min or 1.5h; found '" + text + "'");
}

double moment_of(const std::string& option, const std::string& text, std::time_t now) {
  if (const auto ago = duration_of(text, units_of_moments)) return static_cast<double>(now) - *ago;
  if (const auto moment = time_of_day(text, now)) return static_cast<double>(*moment);
  if (const auto moment = time_with_date(text)) return static_cast<double>(*moment);
  throw CLI::ValidationError(option,
                             "expected so long ago with its unit, like 10min, or a time like "
                             "12:04, 12:04:31, 2026-05-31 or 2026-05-31T12:04:31; found '" +
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
