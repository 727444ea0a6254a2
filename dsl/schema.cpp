// SPDX-License-Identifier: Apache-2.0
#include "dsl/graph.hpp"
#include "dsl/schema/kinds.hpp"
#include "dsl/schema/tables.hpp"
#include "runtime/plan/rules.hpp"

namespace omma::dsl {
namespace {

using namespace parts;

Json definitions(const std::vector<const Kind*>& kinds) {
  Json all = {{"edge", edge_schema()},
              {"join", join_schema()},
              {"restart", restart_schema()},
              {"on_error",
               described(choice(rule_names<OnError>()), "What a failed step of the actor does.")},
              {"replicas", described(bounded("integer", replica_bounds),
                                     "Copies that work in parallel; results stay in order.")},
              {"module_use", module_use_schema()},
              {"actor", actor_schema(kinds)}};
  for (const Kind* kind : kinds) {
    all["kind:" + kind->contract.kind] = kind_schema(kind->contract);
  }
  return all;
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
