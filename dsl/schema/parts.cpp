// SPDX-License-Identifier: Apache-2.0
#include "dsl/schema/parts.hpp"

namespace omma::dsl::parts {

Json reference(const std::string& definition) { return {{"$ref", "#/definitions/" + definition}}; }

Json described(Json schema, const std::string& text) {
  if (!text.empty()) schema["description"] = text;
  return schema;
}

Json value(const char* type) {
  return {{"type", Json::array({type, "string"})}, {"pattern", parameter_pattern}};
}

Json bounded(const char* type, Bounds bounds) {
  Json schema = value(type);
  schema["minimum"] = bounds.min;
  schema["maximum"] = bounds.max;
  return schema;
}

Json choice(const std::vector<std::string>& choices) {
  if (choices.empty()) return {{"type", "string"}};
  return {{"type", "string"},
          {"anyOf", Json::array({{{"enum", choices}}, {{"pattern", anywhere_pattern}}})}};
}

Json closed_table(Json properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

}  // namespace omma::dsl::parts
