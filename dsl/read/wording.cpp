// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace omma::dsl {
namespace {

constexpr std::size_t longest_quote = 60;
constexpr std::size_t longest_name = 64;
constexpr std::size_t few = 8;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Cuts between code points, never inside one.
std::string_view cut(std::string_view text) {
  std::size_t size = std::min(text.size(), longest_quote);
  while (size > 0 && size < text.size() && continues(text[size])) --size;
  return text.substr(0, size);
}

std::string visible(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += '?';
    } else {
      result += c;
    }
  }
  return result;
}

std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) result += i + 1 == items.size() ? std::string(last) : ", ";
    result += items[i];
  }
  return result;
}

std::size_t common_start(std::string_view left, std::string_view right) {
  const auto ends = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  return static_cast<std::size_t>(ends.first - left.begin());
}

std::size_t common_end(std::string_view left, std::string_view right) {
  const auto ends = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
  return static_cast<std::size_t>(ends.first - left.rbegin());
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other
/// (optimal string alignment).
std::size_t distance(std::string_view left, std::string_view right) {
  const std::size_t start = common_start(left, right);
  left.remove_prefix(start);
  right.remove_prefix(start);
  const std::size_t end = common_end(left, right);
  left.remove_suffix(end);
  right.remove_suffix(end);
  std::array<std::array<std::size_t, longest_name + 1>, 3> rows;
  std::iota(rows[0].begin(), rows[0].begin() + right.size() + 1, std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& higher = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool equal = left[i - 1] == right[j - 1];
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (equal ? 0U : 1U)});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], higher[j - 2] + 1);
    }
  }
  return rows[left.size() % 3][right.size()];
}

std::size_t apart(std::size_t left, std::size_t right) {
  return left > right ? left - right : right - left;
}

}  // namespace

std::string quote(std::string_view text) {
  const std::string_view start = cut(text);
  const std::string_view more = start.size() < text.size() ? "..." : "";
  return "'" + visible(start) + std::string(more) + "'";
}

std::vector<std::string> in_quotes(std::vector<std::string> texts) {
  for (std::string& text : texts) text = "\"" + text + "\"";
  return texts;
}

std::string any_one(const std::vector<std::string>& items) { return listed(items, " or "); }

std::string all_of(const std::vector<std::string>& items) { return listed(items, " and "); }

std::string count(std::size_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string number_text(double number) {
  std::array<char, 32> text{};
  if (std::abs(number) < 1e15 && number == std::trunc(number)) {
    std::snprintf(text.data(), text.size(), "%.0f", number);
    return text.data();
  }
  for (int digits = 6; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  return text.data();
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > longest_name) return {};
  std::size_t limit = name.size() < 3 ? 1 : 1 + name.size() / 3;
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest_name || apart(candidate.size(), name.size()) > limit) continue;
    const std::size_t steps = distance(name, candidate);
    if (steps > limit || steps >= std::max(name.size(), candidate.size())) continue;
    if (best == nullptr || steps < limit) best = &candidate;
    limit = steps;
  }
  return best == nullptr ? std::string() : *best;
}

std::string suggest(std::string_view name, const std::vector<std::string>& candidates,
                    std::string_view otherwise) {
  const std::string near = nearest(name, candidates);
  if (!near.empty()) return "did you mean " + quote(near) + "?";
  if (candidates.empty() || candidates.size() > few) return std::string(otherwise);
  return (candidates.size() == 1 ? "there is only " : "there are ") + all_of(candidates);
}

std::string in_line(std::string text, const std::string& name) {
  const auto at = text.find(name + " = ");
  return at == std::string::npos ? text : text.replace(at, name.size() + 3, name + "=");
}

}  // namespace omma::dsl
