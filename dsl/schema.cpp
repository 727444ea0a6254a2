// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <nlohmann/json.hpp>

#include "dsl/graph.hpp"
#include "runtime/base/value_json.hpp"
#include "runtime/plan/bounds.hpp"
#include "runtime/plan/rules.hpp"

namespace omma::dsl {
namespace {

using Json = nlohmann::ordered_json;

/// "${name}" may stand where any value is expected.
constexpr const char* parameter_pattern = R"(^\$\{[^}]+\}$)";
constexpr const char* anywhere_pattern = R"(\$\{[^}]+\})";
constexpr const char* module_pattern = R"(\.toml$)";
constexpr const char* name_pattern = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr const char* python_pattern = R"(\.py:[A-Za-z_][A-Za-z0-9_]*$)";

Json reference(const std::string& definition) { return {{"$ref", "#/definitions/" + definition}}; }

Json described(Json schema, const std::string& text) {
  if (!text.empty()) schema["description"] = text;
  return schema;
}

/// A value of this JSON type, or a parameter.
Json value(const char* type) {
  return {{"type", Json::array({type, "string"})}, {"pattern", parameter_pattern}};
}

Json bounded(Json schema, std::optional<double> min, std::optional<double> max) {
  if (min) schema["minimum"] = *min;
  if (max) schema["maximum"] = *max;
  return schema;
}

Json bounded(const char* type, Bounds bounds) {
  return bounded(value(type), bounds.min, bounds.max);
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

Json list_type(const Param& param) {
  Json list = value("array");
  const bool numbers = param.type == ValueType::numbers;
  list["items"] = numbers ? bounded(value("number"), param.min, param.max) : choice(param.choices);
  return list;
}

Json param_type(const Param& param) {
  switch (param.type) {
    case ValueType::boolean: return value("boolean");
    case ValueType::integer: return bounded(value("integer"), param.min, param.max);
    case ValueType::number: return bounded(value("number"), param.min, param.max);
    case ValueType::text: return choice(param.choices);
    default: return list_type(param);
  }
}

Json param_schema(const Param& param) {
  const std::string unit = param.unit.empty() ? "" : " [" + param.unit + "]";
  Json schema = described(param_type(param), param.doc + unit);
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

Json kind_schema(const Contract& contract) {
  Json properties = {{"kind", true}};
  Json required = Json::array({"kind"});
  if (!contract.inputs.empty()) properties["in"] = inputs_schema(contract);
  for (const char* key : {"replicas", "join", "on_error", "restart"}) {
    properties[key] = reference(key);
  }
  for (const Param& param : contract.params) {
    properties[param.name] = param_schema(param);
    if (param.required) required.push_back(param.name);
  }
  Json schema = described(closed_table(std::move(properties)), contract.doc);
  schema["required"] = std::move(required);
  return schema;
}

Json module_use_schema() {
  Json forbidden = Json::object();
  for (const std::string_view key : reserved_keys()) forbidden[std::string(key)] = false;
  forbidden["kind"] = true;
  forbidden["in"] = true;
  return {{"properties", std::move(forbidden)}};
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

/// Where nothing is looked for by name in Python, all names are known.
Json without_python_path(const std::vector<const Kind*>& kinds) {
  Json names = Json::array();
  for (const Kind* kind : kinds) names.push_back(kind->contract.kind);
  const Json kind = {{"anyOf", Json::array({{{"enum", std::move(names)}},
                                            {{"not", {{"pattern", name_pattern}}}}})}};
  const Json actors = {{"additionalProperties", {{"properties", {{"kind", kind}}}}}};
  return {{"properties", {{"actor", actors}}}};
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

Json actor_schema(const std::vector<const Kind*>& kinds) {
  Json properties = hints(kinds);
  properties["kind"] = kind_names(kinds);
  properties["in"] = described(Json::object(),
                               "Where the inputs come from: in.PORT = \"actor.port\", or a table "
                               "with from, queue, when_full and convert.");
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

Json edge_schema() {
  const Json table = {
      {"type", "object"},
      {"required", Json::array({"from"})},
      {"additionalProperties", false},
      {"properties",
       {{"from", {{"type", "string"}, {"description", "\"actor.port\", or \"actor\"."}}},
        {"queue", described(bounded("integer", queue_bounds), "Frames that the edge keeps.")},
        {"when_full", described(choice(rule_names<WhenFull>()),
                                "What the edge does with a frame when its queue is full.")},
        {"convert", described(value("boolean"),
                              "Puts a converter in when the formats of both ends do not meet.")}}}};
  return {{"anyOf", Json::array({{{"type", "string"}}, table})}};
}

Json join_schema() {
  const Json rules = choice(rule_names<JoinRule>());
  Json table = closed_table({{"rule", rules},
                             {"within_ms", bounded("number", time_bounds)},
                             {"timeout_ms", bounded("number", time_bounds)}});
  table["required"] = Json::array({"rule"});
  return described({{"anyOf", Json::array({rules, std::move(table)})}},
                   "When an actor with several inputs fires.");
}

Json restart_schema() {
  return described(closed_table({{"max", bounded("integer", restart_bounds)},
                                 {"within_s", bounded("number", time_bounds)},
                                 {"backoff_ms", bounded("number", time_bounds)}}),
                   "How often an actor with on_error = \"restart\" may come back.");
}

Json definitions(const std::vector<const Kind*>& kinds) {
  Json all = {{"edge", edge_schema()},
              {"join", join_schema()},
              {"restart", restart_schema()},
              {"on_error", described(choice(rule_names<OnError>()),
                                     "What happens when a step of the actor fails.")},
              {"replicas", described(bounded("integer", replica_bounds),
                                     "How many copies work at once; results stay in order.")},
              {"module_use", module_use_schema()},
              {"actor", actor_schema(kinds)}};
  for (const Kind* kind : kinds) {
    all["kind:" + kind->contract.kind] = kind_schema(kind->contract);
  }
  return all;
}

Json actors_section() {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]{1,100}$"}}},
          {"additionalProperties", reference("actor")}};
}

Json graph_section() {
  const Json texts = {{"type", "array"}, {"items", {{"type", "string"}}}};
  Json table = closed_table(
      {{"name", {{"type", "string"}}},
       {"doc", {{"type", "string"}}},
       {"plugins", texts},
       {"python_path", described(texts,
                                 "Folders and packages whose kinds in Python are known by "
                                 "name.")},
       {"reload", described(value("boolean"), "Whether actors in Python follow their files.")},
       {"slab_mb", bounded("integer", slab_bounds)}});
  return described(std::move(table), "What holds for the whole graph.");
}

Json module_section() {
  const Json texts = {{"type", "array"}, {"items", {{"type", "string"}}}};
  const Json inputs = {{"anyOf", Json::array({{{"type", "string"}}, texts})}};
  Json table =
      closed_table({{"in", {{"type", "object"}, {"additionalProperties", inputs}}},
                    {"out", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}}});
  return described(std::move(table), "The inputs and outputs of a file that is used as a module.");
}

Json hosts_section() {
  const Json cores = {{"type", "array"}, {"items", bounded("integer", core_bounds)}};
  const Json variables = {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
  const Json packages = {
      {"anyOf",
       Json::array({{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}})}};
  const Json milliseconds = bounded("integer", deadline_bounds);
  Json table = closed_table(
      {{"python",
        described(Json{{"type", "string"}}, "The interpreter, as \"envs/seg/bin/python\".")},
       {"requirements", described(packages,
                                  "The packages of its environment, as "
                                  "[\"numpy==1.26.4\"], or a file that lists them.")},
       {"wheels", described(Json{{"type", "string"}}, "The folder to install them from, offline.")},
       {"cpu", described(cores, "The cores that it may use.")},
       {"env", described(variables, "Environment variables.")},
       {"deadline_ms", described(milliseconds, "A step that takes longer hangs.")},
       {"start_deadline_ms", described(milliseconds, "So do import and construction.")},
       {"memory_mb", described(bounded("integer", memory_bounds),
                               "Memory of its own, in MiB; what uses more is replaced.")},
       {"retries", described(bounded("integer", retry_bounds),
                             "How often a frame goes to the next process when one dies of it.")},
       {"spare", described(value("boolean"), "A second process waits to take over.")}});
  return described({{"type", "object"}, {"additionalProperties", std::move(table)}},
                   "Interpreters that actors in Python share.");
}

Json params_section() {
  const Json types = Json::array({"boolean", "integer", "number", "string", "array"});
  return described({{"type", "object"}, {"additionalProperties", {{"type", types}}}},
                   "Parameters of the graph and their defaults; ${name} puts one in.");
}

}  // namespace

std::string schema(const Registry& registry) {
  const std::vector<const Kind*> kinds = registry.all();
  Json root = {{"$schema", "http://json-schema.org/draft-07/schema#"},
               {"title", "A graph of omma"}};
  root.update(closed_table({{"graph", graph_section()},
                            {"params", params_section()},
                            {"host", hosts_section()},
                            {"actor", actors_section()},
                            {"module", module_section()}}));
  root["if"] = {{"required", Json::array({"graph"})},
                {"properties", {{"graph", {{"required", Json::array({"python_path"})}}}}}};
  root["else"] = without_python_path(kinds);
  root["definitions"] = definitions(kinds);
  return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace omma::dsl
