// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/plan/bounds.hpp"

/// Pieces of a JSON Schema of graph files.
namespace omma::dsl::parts {

using Json = nlohmann::ordered_json;

/// "${name}" may stand where any value is expected: for the whole text, or somewhere in it.
constexpr const char* parameter_pattern = R"(^\$\{[^}]+\}$)";
constexpr const char* anywhere_pattern = R"(\$\{[^}]+\})";

Json reference(const std::string& definition);
Json described(Json schema, const std::string& text);

/// A value of this JSON type, or a parameter.
Json value(const char* type);
Json bounded(const char* type, Bounds bounds);
Json choice(const std::vector<std::string>& choices);
Json closed_table(Json properties);

}  // namespace omma::dsl::parts
