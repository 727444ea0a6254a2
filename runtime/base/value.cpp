// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/value.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace omma {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// The shortest text that reads back as the same number.
std::string number_text(double number) {
  std::array<char, 32> text{};
  for (int digits = 6; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  return text.data();
}

std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::int64_t value) { return std::to_string(value); }
std::string text_of(double value) { return number_text(value); }
std::string text_of(const std::string& value) { return quoted(value); }

template <class T>
std::string text_of(const std::vector<T>& values) {
  std::string result = "[";
  for (const T& value : values) result += (result.size() > 1 ? ", " : "") + text_of(value);
  return result + "]";
}

/// A double holds each integer up to 2^53.
bool exact(std::int64_t value) {
  return std::abs(static_cast<double>(value)) <= 9007199254740992.0;
}

}  // namespace

std::string_view name(ValueType type) {
  constexpr std::array<std::string_view, 6> names{"boolean", "integer",         "number",
                                                  "text",    "list of numbers", "list of texts"};
  return names[static_cast<std::size_t>(type)];
}

std::string to_text(const Value& value) {
  return std::visit([](const auto& each) { return text_of(each); }, value);
}

bool convert(Value& value, ValueType type) {
  if (type_of(value) == type) return true;
  if (const auto* integer = std::get_if<std::int64_t>(&value);
      integer != nullptr && exact(*integer)) {
    const auto number = static_cast<double>(*integer);
    if (type == ValueType::number) value = number;
    return type == ValueType::number;
  }
  const auto* numbers = std::get_if<std::vector<double>>(&value);
  if (type == ValueType::texts && numbers != nullptr && numbers->empty()) {
    value = std::vector<std::string>{};
    return true;
  }
  return false;
}

}  // namespace omma
