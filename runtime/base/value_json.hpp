// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/base/value.hpp"

namespace omma {

nlohmann::json json_of(const Value& value);

nlohmann::json to_json(const std::map<std::string, Value>& params);

/// Of a JSON value of one of the types that parameters have; throws `nlohmann::json::exception`,
/// the first one in words for people, when it is of none.
Value value_of(const nlohmann::json& json);
Value value_of(const nlohmann::json& json, ValueType type);

}  // namespace omma
