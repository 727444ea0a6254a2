// SPDX-License-Identifier: Apache-2.0
#include "dsl/schema/tables.hpp"

#include "runtime/contract/registry.hpp"
#include "runtime/plan/rules.hpp"

namespace omma::dsl::parts {

Json edge_schema() {
  const Json table = {
      {"type", "object"},
      {"required", Json::array({"from"})},
      {"additionalProperties", false},
      {"properties",
       {{"from", {{"type", "string"}, {"description", "\"actor.port\", or \"actor\"."}}},
        {"queue", described(bounded("integer", queue_bounds), "Capacity of the edge in frames.")},
        {"when_full",
         described(choice(rule_names<WhenFull>()), "What happens when the queue is full.")},
        {"convert", described(value("boolean"),
                              "Insert a converter where the formats of both ends do not meet.")}}}};
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
                   "Limits of on_error = \"restart\".");
}

Json module_use_schema() {
  Json forbidden = Json::object();
  for (const std::string_view key : reserved_keys()) forbidden[std::string(key)] = false;
  forbidden["kind"] = true;
  forbidden["in"] = true;
  return {{"properties", std::move(forbidden)}};
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
                                 "Folders and packages; their kinds in Python are found "
                                 "by name.")},
       {"reload", described(value("boolean"),
                            "Whether actors in Python are reloaded when their files change.")},
       {"slab_mb", bounded("integer", slab_bounds)}});
  return described(std::move(table), "Settings of the whole graph.");
}

Json module_section() {
  const Json texts = {{"type", "array"}, {"items", {{"type", "string"}}}};
  const Json inputs = {{"anyOf", Json::array({{{"type", "string"}}, texts})}};
  Json table =
      closed_table({{"in", {{"type", "object"}, {"additionalProperties", inputs}}},
                    {"out", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}}});
  return described(std::move(table), "Inputs and outputs of a file that is used as a module.");
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
        described(Json{{"type", "string"}}, "The interpreter, such as \"envs/seg/bin/python\".")},
       {"requirements", described(packages,
                                  "Packages of its environment, such as "
                                  "[\"numpy==1.26.4\"], or a file that lists them.")},
       {"wheels",
        described(Json{{"type", "string"}}, "Folder to install them from, without network.")},
       {"cpu", described(cores, "Cores that it may use.")},
       {"env", described(variables, "Environment variables.")},
       {"deadline_ms",
        described(milliseconds,
                  "Time limit for a step; after it the process is replaced. Of a source "
                  "only if it is set.")},
       {"start_deadline_ms", described(milliseconds, "Time limit for import and construction.")},
       {"memory_mb",
        described(bounded("integer", memory_bounds),
                  "Limit of its own memory, in MiB; a process that uses more is replaced.")},
       {"retries", described(bounded("integer", retry_bounds),
                             "How often a frame is tried again after the process died at it.")},
       {"spare", described(value("boolean"), "Keep a second process ready to take over.")},
       {"isolate", described(choice(rule_names<Isolation>()),
                             "copy: copy each result, so that its host can never change it.")}});
  return described(
      {{"type", "object"}, {"properties", table["properties"]}, {"additionalProperties", table}},
      "Processes that actors share: an interpreter for those in Python, one of omma's own "
      "for those in C++. Keys that stand here hold for each actor in Python that names no host.");
}

Json params_section() {
  const Json types = Json::array({"boolean", "integer", "number", "string", "array"});
  return described({{"type", "object"}, {"additionalProperties", {{"type", types}}}},
                   "Parameters of the graph and their defaults; ${name} stands for one.");
}

}  // namespace omma::dsl::parts
