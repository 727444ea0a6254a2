// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/value_json.hpp"

#include <limits>
#include <nlohmann/json.hpp>

namespace omma {

using nlohmann::json;

namespace {

/// In words for people, without those of the library.
class NoValue : public json::exception {
 public:
  explicit NoValue(const std::string& what) : json::exception(501, what.c_str()) {}
};

std::string described(const json& from) {
  if (from.is_object()) return "an object";
  if (from.is_array()) return "a list";
  if (from.is_string()) return "a text";
  return from.dump();
}

/// The library would make a negative number of a larger one.
std::int64_t integer_of(const json& from) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (from.is_number_unsigned() && from.get<std::uint64_t>() > std::uint64_t{most})
    throw NoValue("expected an integer up to " + std::to_string(most) + "; found " + from.dump());
  return from.get<std::int64_t>();
}

Value list_of(const json& from) {
  const bool texts = !from.empty() && from.front().is_string();
  for (const json& item : from) {
    if (texts ? item.is_string() : item.is_number()) continue;
    throw NoValue(std::string("expected a list of ") + (texts ? "texts" : "numbers") +
                  "; found one with " + described(item) + " in it");
  }
  return value_of(from, texts ? ValueType::texts : ValueType::numbers);
}

}  // namespace

json json_of(const Value& value) {
  return std::visit([](const auto& plain) { return json(plain); }, value);
}

json to_json(const std::map<std::string, Value>& params) {
  json object = json::object();
  for (const auto& [name, value] : params) object[name] = json_of(value);
  return object;
}

Value value_of(const json& from) {
  if (from.is_boolean()) return value_of(from, ValueType::boolean);
  if (from.is_number_integer()) return value_of(from, ValueType::integer);
  if (from.is_number()) return value_of(from, ValueType::number);
  if (from.is_string()) return value_of(from, ValueType::text);
  if (from.is_array()) return list_of(from);
  throw NoValue(
      "expected a boolean, a number, a text or a list, such as true, 90 or [1, 2]; found " +
      described(from));
}

Value value_of(const json& from, ValueType type) {
  switch (type) {
    case ValueType::boolean: return from.get<bool>();
    case ValueType::integer: return integer_of(from);
    case ValueType::number: return from.get<double>();
    case ValueType::text: return from.get<std::string>();
    case ValueType::numbers: return from.get<std::vector<double>>();
    case ValueType::texts: return from.get<std::vector<std::string>>();
  }
  return {};
}

}  // namespace omma
