// SPDX-License-Identifier: Apache-2.0
#include "dsl/schema/kinds.hpp"

#include <map>

#include "runtime/base/value_json.hpp"
#include "runtime/contract/visibility.hpp"

namespace omma::dsl::parts {
namespace {

constexpr const char* module_pattern = R"(\.toml$)";
constexpr const char* name_pattern = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr const char* python_pattern = R"(\.py:[A-Za-z_][A-Za-z0-9_]*$)";

/// A JSON Schema counts multiples from 0, and a parameter from its minimum.
Json number_type(const char* type, const Param& param) {
  Json schema = value(type);
  if (param.min) schema["minimum"] = *param.min;
  if (param.max) schema["maximum"] = *param.max;
  if (param.increment && param.min.value_or(0) == 0) schema["multipleOf"] = *param.increment;
  return schema;
}

Json list_type(const Param& param) {
  Json list = value("array");
  const bool numbers = param.type == ValueType::numbers;
  list["items"] = numbers ? number_type("number", param) : choice(param.choices);
  return list;
}

Json param_type(const Param& param) {
  switch (param.type) {
    case ValueType::boolean: return value("boolean");
    case ValueType::integer: return number_type("integer", param);
    case ValueType::number: return number_type("number", param);
    case ValueType::text: return choice(param.choices);
    default: return list_type(param);
  }
}

Json param_schema(const Param& param) {
  const std::string unit = param.unit.empty() ? "" : " [" + param.unit + "]";
  const std::string visibility = param.visibility == Visibility::beginner
                                     ? ""
                                     : " (" + std::string(name(param.visibility)) + ")";
  const std::string text = param.doc + unit + visibility;
  if (!param.writable) return described({{"readOnly", true}, {"not", Json::object()}}, text);
  Json schema = described(param_type(param), text);
  if (!param.required) schema["default"] = json_of(param.fallback);
  return schema;
}

/// The inputs of a kind, each with its doc; one alone may be written as `in = "actor.port"`.
Json inputs_schema(const Contract& contract) {
  Json ports = Json::object();
  for (const Port& port : contract.inputs) {
    ports[port.name] = described(Json{{"allOf", Json::array({reference("edge")})}}, port.doc);
  }
  Json table = closed_table(std::move(ports));
  if (contract.inputs.size() > 1) return table;
  return {{"anyOf", Json::array({reference("edge"), std::move(table)})}};
}

Json kind_names(const std::vector<const Kind*>& kinds) {
  Json names = Json::array();
  Json docs = Json::array();
  for (const Kind* kind : kinds) {
    names.push_back(kind->contract.kind);
    docs.push_back(kind->contract.doc);
  }
  const Json known = {{"enum", std::move(names)},
                      {"x-taplo", {{"docs", {{"enumValues", std::move(docs)}}}}}};
  return described({{"type", "string"},
                    {"anyOf", Json::array({known,
                                           {{"pattern", module_pattern}},
                                           {{"pattern", python_pattern}},
                                           {{"pattern", anywhere_pattern}},
                                           {{"pattern", name_pattern}}})}},
                   "The kind of actor, the path of a module (.toml), or FILE.py:NAME.");
}

Json when(const Json& kind, Json then) {
  const Json condition = {{"required", Json::array({"kind"})}, {"properties", {{"kind", kind}}}};
  return {{"if", condition}, {"then", std::move(then)}};
}

/// The parameters of all kinds by name: editors offer them while the kind is not settled.
Json hints(const std::vector<const Kind*>& kinds) {
  std::map<std::string, std::string> docs;
  for (const Kind* kind : kinds) {
    for (const Param& param : kind->contract.params) {
      std::string& doc = docs[param.name];
      doc += (doc.empty() ? "" : "\n\n") + kind->contract.kind + ": " + param.doc;
    }
  }
  Json properties = Json::object();
  for (const auto& [name, doc] : docs) properties[name] = described(Json::object(), doc);
  return properties;
}

}  // namespace

Json kind_schema(const Contract& contract) {
  Json properties = {{"kind", true}};
  Json required = Json::array({"kind"});
  if (!contract.inputs.empty()) properties["in"] = inputs_schema(contract);
  for (const char* key : {"replicas", "join", "on_error", "restart"}) {
    properties[key] = reference(key);
  }
  properties["host"] = described({{"type", "string"}}, "Its process: the name of a [host.NAME].");
  for (const Param& param : contract.params) {
    properties[param.name] = param_schema(param);
    if (param.required) required.push_back(param.name);
  }
  Json schema = described(closed_table(std::move(properties)), contract.doc);
  schema["required"] = std::move(required);
  return schema;
}

Json actor_schema(const std::vector<const Kind*>& kinds) {
  Json properties = hints(kinds);
  properties["kind"] = kind_names(kinds);
  properties["in"] = described(Json::object(),
                               "The inputs: in.PORT = \"actor.port\", or a table with from, queue, "
                               "when_full and convert.");
  Json cases = Json::array({when({{"pattern", module_pattern}}, reference("module_use"))});
  for (const Kind* kind : kinds) {
    const std::string& name = kind->contract.kind;
    cases.push_back(when({{"const", name}}, reference("kind:" + name)));
  }
  return {{"type", "object"},
          {"required", Json::array({"kind"})},
          {"properties", std::move(properties)},
          {"allOf", std::move(cases)}};
}

Json without_python_path(const std::vector<const Kind*>& kinds) {
  Json names = Json::array();
  for (const Kind* kind : kinds) names.push_back(kind->contract.kind);
  const Json kind = {{"anyOf", Json::array({{{"enum", std::move(names)}},
                                            {{"not", {{"pattern", name_pattern}}}}})}};
  const Json actors = {{"additionalProperties", {{"properties", {{"kind", kind}}}}}};
  return {{"properties", {{"actor", actors}}}};
}

}  // namespace omma::dsl::parts
