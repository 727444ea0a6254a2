// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/wiring.hpp"

#include "dsl/read/source.hpp"

namespace omma::dsl {

bool Wiring::feedback(const WiredEdge& edge) const {
  const WiredActor& target = to(edge);
  const bool first = edge.to_port == &target.contract->inputs.front();
  return holds_one(edge.plan.when_full) && edge.to_port->optional && !first &&
         target.plan.join.rule == JoinRule::latest;
}

std::vector<std::size_t> Wiring::identity_inputs(const WiredActor& actor) const {
  const JoinRule rule = actor.plan.join.rule;
  const bool first_only = rule == JoinRule::nearest || rule == JoinRule::latest;
  if (!first_only || actor.inputs.empty()) return actor.inputs;
  return {actor.inputs.front()};
}

std::string output_name(const Wiring& wiring, const WiredEdge& edge) {
  return wiring.from(edge).plan.name + "." + edge.plan.from_port;
}

std::string input_name(const Wiring& wiring, const WiredEdge& edge) {
  return wiring.to(edge).plan.name + "." + edge.plan.to_port;
}

std::string edge_line(const WiredEdge& edge, const std::string& change) {
  const FlatEdge& written = *edge.written;
  std::string line = written.input.empty() ? "in" : "in." + written.input;
  line += " = { from = \"" + written.reference + "\"";
  for (const Member& option : written.options) {
    if (change.starts_with(option.key + " ")) continue;
    const auto value = to_value(option.value);
    if (value) line += ", " + option.key + " = " + to_text(*value);
  }
  return line + ", " + change + " }";
}

const Value& value_of(const WiredActor& actor, const Param& param) {
  const auto given = actor.plan.params.find(param.name);
  return given == actor.plan.params.end() ? param.fallback : given->second;
}

const WiredEdge* edge_into(const Wiring& wiring, const WiredActor& actor, std::string_view input) {
  for (const std::size_t index : actor.inputs) {
    if (wiring.edges[index].plan.to_port == input) return &wiring.edges[index];
  }
  return nullptr;
}

}  // namespace omma::dsl
