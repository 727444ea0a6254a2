// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace omma {

/// The value of a parameter, in the types that TOML, Python and JSON share.
/// The order is the order of `ValueType`.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<double>,
                           std::vector<std::string>>;

enum class ValueType { boolean, integer, number, text, numbers, texts };

inline ValueType type_of(const Value& value) { return static_cast<ValueType>(value.index()); }

/// "boolean", "integer", "number", "text", "list of numbers", "list of texts".
std::string_view name(ValueType type);

/// As it would stand in a TOML file.
std::string to_text(const Value& value);

/// Converts where nothing is lost (an integer to a number, a list of integers to numbers).
/// False when `value` cannot become a `type`.
bool convert(Value& value, ValueType type);

}  // namespace omma
