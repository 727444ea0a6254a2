// SPDX-License-Identifier: Apache-2.0
#include "tools/command/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace omma::command {
namespace {

constexpr std::string_view gap = "  ";

std::string aligned(const std::string& text, std::size_t width, Table::Align align) {
  const std::string room(width - std::min(width, columns(text)), ' ');
  return align == Table::Align::left ? text + room : room + text;
}

std::string printed(const char* format, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

}  // namespace

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(columns(column.title));
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns(row[i].text));
  }
  return widths;
}

std::string Table::text(const Terminal& terminal, std::size_t indent) const {
  Row titles;
  for (const Column& column : columns_) titles.push_back({column.title, Paint::bold});
  const std::vector<std::size_t> wide = widths();
  std::string result;
  const auto line = [&](const Row& row) {
    std::size_t at = indent;
    result += std::string(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool open_end = i + 1 == columns_.size() && columns_[i].align == Align::left;
      const std::string text = open_end ? wrapped(row[i].text, terminal.width(), at)
                                        : aligned(row[i].text, wide[i], columns_[i].align);
      result += terminal.paint(text, row[i].paint) + std::string(i + 1 < row.size() ? gap : "");
      at += wide[i] + gap.size();
    }
    result.erase(result.find_last_not_of(' ') + 1);
    result += "\n";
  };
  line(titles);
  for (const Row& row : rows_) line(row);
  return result;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  constexpr std::size_t narrowest = 20;
  const std::size_t room = std::max(narrowest, width - std::min(width, indent + 1));
  std::string result;
  while (columns(text) > room) {
    auto end = text.rfind(' ', room);
    if (end == std::string_view::npos) end = text.find(' ');
    if (end == std::string_view::npos) break;
    result += std::string(text.substr(0, end)) + "\n" + std::string(indent, ' ');
    text.remove_prefix(end + 1);
  }
  return result + std::string(text);
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return grouped(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string rounded(double number) {
  if (number <= 0) return "0";
  if (number < 0.1) return printed("%.3f", number);
  if (number < 10) return printed("%.2f", number);
  if (number < 100) return printed("%.1f", number);
  return grouped(static_cast<std::uint64_t>(std::llround(number)));
}

std::string tenths(double number) {
  const std::string text = printed("%.1f", number);
  const auto point = text.find('.');
  return grouped(std::stoull(text.substr(0, point))) + text.substr(point);
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> units{" B", " kB", " MB", " GB", " TB"};
  std::size_t unit = 0;
  auto number = static_cast<double>(bytes);
  for (; number >= 1000 && unit + 1 < units.size(); ++unit) number /= 1000;
  if (unit == 0) return std::to_string(bytes) + units[0];
  return rounded(number) + units[unit];
}

std::string duration_text(double seconds) {
  if (seconds < 9.95) return printed("%.1f s", seconds);
  const auto whole = static_cast<int>(std::lround(std::min(seconds, 1e9)));
  if (whole < 60) return std::to_string(whole) + " s";
  std::array<char, 32> text{};
  if (whole < 3600) {
    std::snprintf(text.data(), text.size(), "%d min %02d s", whole / 60, whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%d h %02d min", whole / 3600, whole / 60 % 60);
  }
  return text.data();
}

}  // namespace omma::command
