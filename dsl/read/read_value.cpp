// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/read_value.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

std::string range(Bounds bounds) {
  return " from " + number_text(bounds.min) + " to " + number_text(bounds.max);
}

}  // namespace

std::optional<int> ReadValue::integer(const Member& member, Bounds bounds) {
  const auto* value = std::get_if<std::int64_t>(&member.value.value);
  if (value != nullptr && bounds.hold(static_cast<double>(*value))) {
    return static_cast<int>(*value);
  }
  refuse(member, "an integer" + range(bounds));
  return std::nullopt;
}

std::optional<double> ReadValue::number(const Member& member, Bounds bounds) {
  auto value = to_value(member.value);
  const bool number = value && convert(*value, ValueType::number);
  if (number && bounds.hold(std::get<double>(*value))) return std::get<double>(*value);
  refuse(member, "a number" + range(bounds));
  return std::nullopt;
}

std::optional<bool> ReadValue::boolean(const Member& member) {
  if (const auto* value = std::get_if<bool>(&member.value.value)) return *value;
  refuse(member, "true or false");
  return std::nullopt;
}

std::optional<std::string> ReadValue::text(const Member& member, const std::string& expected) {
  const std::string* value = member.value.text();
  if (value != nullptr && !value->empty()) return *value;
  refuse(member, expected);
  return std::nullopt;
}

std::optional<std::size_t> ReadValue::choice(const Member& member,
                                             const std::vector<std::string>& choices) {
  const std::string* text = member.value.text();
  const auto found =
      text == nullptr ? choices.end() : std::find(choices.begin(), choices.end(), *text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  const std::string near = text == nullptr ? "" : nearest(*text, choices);
  refuse(member, any_one(in_quotes(choices)), near.empty() ? "" : "did you mean \"" + near + "\"?");
  return std::nullopt;
}

void ReadValue::unknown_key(const Member& member, const std::vector<std::string>& known) {
  report_->add({.place = member.place,
                .what = "unknown key " + quote(member.key),
                .mend = suggest(member.key, known)});
}

void ReadValue::refuse(const Member& member, const std::string& expected, const std::string& mend) {
  if (member.value.reported()) return;
  report_->add({.place = member.value.place,
                .what = quote(member.key) + " has an invalid value",
                .expected = expected,
                .found = describe(member.value),
                .mend = mend});
}

}  // namespace omma::dsl
