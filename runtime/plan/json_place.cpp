// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/json_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/base/listed.hpp"
#include "runtime/base/value.hpp"

namespace omma {
namespace {

std::string escaped(const std::string& token) {
  std::string text;
  for (const char c : token) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

/// Bounds are whole numbers, or none.
std::string bound_text(double bound) {
  return std::isfinite(bound) ? std::to_string(std::llround(bound)) : to_text(Value(bound));
}

std::string range(Bounds bounds) {
  return " from " + bound_text(bounds.min) + " to " + bound_text(bounds.max);
}

/// An integer as large as an unsigned one can be is none here.
bool is_integer(const nlohmann::json& json) {
  if (json.is_number_unsigned())
    return json.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  return json.is_number_integer();
}

}  // namespace

bool JsonPlace::boolean() const {
  if (json_->is_boolean()) return json_->get<bool>();
  refuse("true or false");
  return false;
}

double JsonPlace::number(Bounds bounds) const {
  if (json_->is_number() && bounds.hold(json_->get<double>())) return json_->get<double>();
  refuse("a number" + range(bounds));
  return 0;
}

std::int64_t JsonPlace::integer(Bounds bounds) const {
  if (is_integer(*json_) && bounds.hold(json_->get<double>())) return json_->get<std::int64_t>();
  refuse("an integer" + range(bounds));
  return 0;
}

std::string JsonPlace::text() const {
  if (json_->is_string()) return json_->get<std::string>();
  refuse("a text");
  return {};
}

std::vector<JsonPlace> JsonPlace::elements() const {
  std::vector<JsonPlace> list;
  if (!json_->is_array()) return refuse("an array"), list;
  for (const Json& each : *json_) list.push_back(below(each, std::to_string(list.size())));
  return list;
}

std::vector<std::string> JsonPlace::keys() const {
  std::vector<std::string> list;
  if (!json_->is_object()) return refuse("an object"), list;
  for (const auto& each : json_->items()) list.push_back(each.key());
  return list;
}

JsonPlace JsonPlace::member(const std::string& key) const {
  static const Json null;
  if (json_->is_object() && json_->contains(key)) return below(json_->at(key), key);
  if (!json_->is_object()) {
    refuse("an object with the key '" + key + "'");
  } else {
    refuse("the key '" + key + "'", "no such key");
  }
  return below(null, key);
}

void JsonPlace::no_other_than(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    below(json_->at(key), key).refuse("one of the keys " + listed(known), "the key '" + key + "'");
  }
}

void JsonPlace::refuse(const std::string& expected, const std::string& found) const {
  if (!*wrong_) *wrong_ = {Code::invalid, pointer_, "expected " + expected + "; found " + found};
}

JsonPlace JsonPlace::below(const Json& json, const std::string& token) const {
  return {json, *wrong_, pointer_ + "/" + escaped(token)};
}

/// Short enough to read.
std::string JsonPlace::found() const {
  constexpr std::size_t longest = 80;
  if (json_->is_array()) return "an array";
  if (json_->is_object()) return "an object";
  const std::string text = json_->dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

}  // namespace omma
