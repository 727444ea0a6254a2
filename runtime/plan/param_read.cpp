// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/param_read.hpp"

#include <cmath>
#include <limits>

namespace omma {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Bounds any_number{-infinity, infinity};

double read_number(const JsonPlace& at) {
  if (!at.json().is_string()) return at.number(any_number);
  const std::string text = at.text();
  if (text == "inf") return infinity;
  if (text == "-inf") return -infinity;
  if (text == "nan" || text == "-nan") return std::nan("");
  at.refuse("a number, \"inf\", \"-inf\" or \"nan\"");
  return 0;
}

std::vector<double> read_numbers(const JsonPlace& at) {
  std::vector<double> numbers;
  for (const JsonPlace& each : at.elements()) numbers.push_back(read_number(each));
  return numbers;
}

std::vector<std::string> read_texts(const JsonPlace& at) {
  std::vector<std::string> texts;
  for (const JsonPlace& each : at.elements()) texts.push_back(each.text());
  return texts;
}

Value read_typed(const JsonPlace& at) {
  const auto type_is = [&](ValueType type) { return at.json().contains(name(type)); };
  const auto typed = [&](ValueType type) { return at.member(std::string(name(type))); };
  if (at.keys().size() != 1) return at.refuse("an object with one key, the type"), Value();
  if (type_is(ValueType::number)) return read_number(typed(ValueType::number));
  if (type_is(ValueType::numbers)) return read_numbers(typed(ValueType::numbers));
  if (type_is(ValueType::texts)) return read_texts(typed(ValueType::texts));
  at.no_other_than({std::string(name(ValueType::number)), std::string(name(ValueType::numbers)),
                    std::string(name(ValueType::texts))});
  return {};
}

/// Of a list that begins with a text, all are texts; else all are numbers.
Value read_list(const JsonPlace& at) {
  const JsonPlace::Json& list = at.json();
  if (!list.empty() && list.front().is_string()) return read_texts(at);
  std::vector<double> numbers;
  for (const JsonPlace& each : at.elements()) numbers.push_back(each.number(any_number));
  return numbers;
}

}  // namespace

Value read_param(const JsonPlace& at) {
  constexpr auto most = static_cast<double>(std::numeric_limits<std::int64_t>::max());
  const JsonPlace::Json& json = at.json();
  if (json.is_boolean()) return at.boolean();
  if (json.is_string()) return at.text();
  if (json.is_number_float()) return at.number(any_number);
  if (json.is_number()) return at.integer({-most, most});
  if (json.is_array()) return read_list(at);
  if (json.is_object()) return read_typed(at);
  at.refuse("a value of a parameter");
  return {};
}

}  // namespace omma
