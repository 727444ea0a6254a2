// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/value_json.hpp"

#include <nlohmann/json.hpp>

namespace omma {

using nlohmann::json;

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
  const bool texts = from.is_array() && !from.empty() && from.front().is_string();
  return value_of(from, texts ? ValueType::texts : ValueType::numbers);
}

Value value_of(const json& from, ValueType type) {
  switch (type) {
    case ValueType::boolean: return from.get<bool>();
    case ValueType::integer: return from.get<std::int64_t>();
    case ValueType::number: return from.get<double>();
    case ValueType::text: return from.get<std::string>();
    case ValueType::numbers: return from.get<std::vector<double>>();
    case ValueType::texts: return from.get<std::vector<std::string>>();
  }
  return {};
}

}  // namespace omma
