// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "runtime/contract/accept.hpp"
#include "runtime/graph/graph_state.hpp"

// What others may ask of a graph while it runs.

namespace omma {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace

std::size_t index_of(const std::vector<Port>& ports, const std::string& name) {
  std::size_t index = 0;
  while (index < ports.size() && ports[index].name != name) ++index;
  return index;
}

Result<std::size_t> Graph::State::actor_named(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& node : nodes) names.push_back(node->planned().name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return fail(Code::not_found, "there is no actor '" + name + "'; there are: " + listed(names));
}

Result<const Param*> Graph::State::param_named(std::size_t actor, const std::string& name) const {
  const Contract& contract = nodes[actor]->kind().contract;
  if (const Param* param = contract.param(name)) return param;
  return fail(Code::not_found, "actor '" + nodes[actor]->planned().name + "' has no parameter '" +
                                   name + "'; it has: " + listed(names_of(contract.params)));
}

/// "actor.port", or "actor" where it has one output; an input stands for what feeds it. A source
/// that the script feeds may stand in the place of another one, whose port has another name.
Result<Graph::State::OutputPort> Graph::State::output_named(const std::string& port) const {
  const auto dot = port.rfind('.');
  const auto actor = actor_named(port.substr(0, dot));
  if (!actor) return tl::make_unexpected(actor.error());
  const std::string name = dot == std::string::npos ? "" : port.substr(dot + 1);
  const Contract& contract = nodes[*actor]->kind().contract;
  const bool fed = contract.kind == hosts::script_kind;
  if (fed || (name.empty() && contract.outputs.size() == 1)) return OutputPort{*actor, 0};
  const std::size_t output = index_of(contract.outputs, name);
  if (output < contract.outputs.size()) return OutputPort{*actor, output};
  for (const PlannedEdge& edge : plan.edges) {
    if (edge.to == *actor && edge.to_port == name)
      return OutputPort{edge.from,
                        index_of(nodes[edge.from]->kind().contract.outputs, edge.from_port)};
  }
  return fail(Code::not_found,
              "'" + nodes[*actor]->planned().name + "' has no port '" + name +
                  "' that frames pass; outputs: " + listed(names_of(contract.outputs)) +
                  "; inputs: " + listed(names_of(contract.inputs)));
}

/// The actor that gives what comes in at "actor.port", or at the only input of "actor"; a source is
/// itself meant.
Result<std::size_t> Graph::State::feeder_named(const std::string& port) const {
  const auto dot = port.rfind('.');
  auto actor = actor_named(port.substr(0, dot));
  if (!actor || nodes[*actor]->kind().contract.source()) return actor;
  const std::vector<Port>& inputs = nodes[*actor]->kind().contract.inputs;
  const bool only = dot == std::string::npos && inputs.size() == 1;
  const std::string name = only ? inputs.front().name : port.substr(dot + 1);
  for (const PlannedEdge& edge : plan.edges) {
    if (edge.to == *actor && edge.to_port == name) return edge.from;
  }
  return fail(Code::not_found, "'" + nodes[*actor]->planned().name + "' has no connected input '" +
                                   (dot == std::string::npos ? "" : name) +
                                   "'; inputs: " + listed(names_of(inputs)));
}

Result<void> Graph::set(const std::string& actor, const std::string& param, Value value) {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  const auto spec = state_->param_named(*index, param);
  if (!spec) return tl::make_unexpected(spec.error());
  auto accepted = accept(**spec, std::move(value));
  if (!accepted) return tl::make_unexpected(accepted.error());
  const std::lock_guard lock(state_->steering_mutex);
  state_->nodes[*index]->set(param, *accepted);
  state_->values[{actor, param}] = *accepted;
  return {};
}

Result<Value> Graph::get(const std::string& actor, const std::string& param) const {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  const auto spec = state_->param_named(*index, param);
  if (!spec) return tl::make_unexpected(spec.error());
  const std::lock_guard lock(state_->steering_mutex);
  const auto set = state_->values.find({actor, param});
  if (set != state_->values.end()) return set->second;
  const auto& planned = state_->nodes[*index]->planned().params;
  const auto written = planned.find(param);
  return written != planned.end() ? written->second : (*spec)->fallback;
}

Result<hosts::Socket> Graph::look(const std::string& port) {
  const auto named = state_->output_named(port);
  if (!named) return tl::make_unexpected(named.error());
  flow::Node& node = *state_->nodes[named->actor];
  const std::string& output = node.kind().contract.outputs[named->output].name;
  const std::string name = node.planned().name + "." + output + " -> script";
  const std::lock_guard lock(state_->steering_mutex);
  int others = 0;
  for (const auto& tap : state_->taps) {
    if (!tap->edge().name().starts_with(name)) continue;
    if (!tap->is_open()) return tap->open();
    ++others;
  }
  auto& tap = state_->taps.emplace_back(std::make_unique<flow::Tap>(
      others == 0 ? name : name + " " + std::to_string(others + 1), named->output));
  auto socket = tap->open();
  node.outlets.attach(*tap);
  return socket;
}

Result<hosts::Socket> Graph::feed(const std::string& port) {
  const auto named = state_->feeder_named(port);
  if (!named) return tl::make_unexpected(named.error());
  const std::string& actor = state_->nodes[*named]->planned().name;
  if (hosts::Feed* feed = state_->bodies->feed(actor)) return feed->open();
  return fail(Code::invalid, "'" + port + "' gets its frames from '" + actor +
                                 "', so nothing can be pushed there; leave the input open, or "
                                 "name it when the run begins: feed=[\"" +
                                 port + "\"]");
}

}  // namespace omma
