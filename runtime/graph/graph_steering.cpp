// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "runtime/base/listed.hpp"
#include "runtime/contract/accept.hpp"
#include "runtime/graph/graph_state.hpp"

// What others may ask of a graph while it runs.

namespace omma {

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

/// Of the contract, or of the instance.
Result<Param> Graph::State::param_now(std::size_t actor, const std::string& name) const {
  if (const Param* declared = nodes[actor]->kind().contract.param(name)) return *declared;
  const auto known = nodes[actor]->params();
  const std::vector<Param> none;
  for (const Param& param : known ? *known : none) {
    if (param.name == name) return param;
  }
  const auto declared = param_named(actor, name);
  return tl::make_unexpected(declared.error());
}

Result<Value> Graph::set(const std::string& actor, const std::string& param, Value value) {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  const auto spec = state_->param_now(*index, param);
  if (!spec) return tl::make_unexpected(spec.error());
  auto accepted = accept(*spec, std::move(value));
  if (!accepted) return tl::make_unexpected(accepted.error());
  auto in_force = state_->nodes[*index]->set(param, *accepted);
  if (!in_force) return in_force;
  {
    const std::lock_guard lock(state_->steering_mutex);
    state_->values[{actor, param}] = *in_force;
  }
  Event event = event_of(Event::Kind::parameter, actor, param + " = " + to_text(*in_force));
  event.place = param;
  state_->shared.events(event);
  return in_force;
}

/// What was set last, what the plan says, or the default.
Value Graph::State::setting_of(std::size_t actor, const Param& param) const {
  const PlannedActor& planned = nodes[actor]->planned();
  const std::lock_guard lock(steering_mutex);
  const auto set = values.find({planned.name, param.name});
  if (set != values.end()) return set->second;
  const auto written = planned.params.find(param.name);
  return written != planned.params.end() ? written->second : param.fallback;
}

Result<Value> Graph::get(const std::string& actor, const std::string& param) const {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  const auto spec = state_->param_now(*index, param);
  if (!spec) return tl::make_unexpected(spec.error());
  if (const auto known = state_->nodes[*index]->value(param); known && *known) return **known;
  return state_->setting_of(*index, *spec);
}

std::vector<std::pair<std::string, Value>> Graph::settings(const std::string& actor) const {
  std::vector<std::pair<std::string, Value>> list;
  const auto index = state_->actor_named(actor);
  if (!index) return list;
  for (const Param& param : state_->nodes[*index]->kind().contract.params)
    list.emplace_back(param.name, state_->setting_of(*index, param));
  return list;
}

Result<std::vector<Param>> Graph::params(const std::string& actor) const {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  std::vector<Param> list = state_->nodes[*index]->kind().contract.params;
  auto known = state_->nodes[*index]->params();
  if (!known) return known;
  list.insert(list.end(), known->begin(), known->end());
  return list;
}

Result<flow::Edge*> Graph::State::edge_named(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& edge : edges) {
    if (edge->name() == name) return edge.get();
    names.push_back("'" + edge->name() + "'");
  }
  return fail(Code::not_found, "there is no edge '" + name + "'; there are: " + listed(names));
}

std::string Graph::whereabouts(const std::string& actor) const {
  const auto index = state_->actor_named(actor);
  return index ? state_->nodes[*index]->whereabouts() : "";
}

std::vector<std::string> Graph::outputs() const {
  std::vector<std::string> names;
  for (const auto& node : state_->nodes) {
    for (const Port& port : node->kind().contract.outputs)
      names.push_back(node->planned().name + "." + port.name);
  }
  return names;
}

Result<std::shared_ptr<flow::Observer>> Graph::observe_output(const std::string& port,
                                                              flow::ObserverOptions options) {
  const auto named = state_->output_named(port);
  if (!named) return tl::make_unexpected(named.error());
  flow::Node& node = *state_->nodes[named->actor];
  const std::string& output = node.kind().contract.outputs[named->output].name;
  auto observer =
      state_->observations.add(node.planned().name + "." + output, std::move(options),
                               [&node](const flow::Observer& gone) { node.outlets.forget(gone); });
  node.outlets.observe(named->output, observer);
  return observer;
}

Result<std::shared_ptr<flow::Observer>> Graph::observe_edge(const std::string& name,
                                                            flow::ObserverOptions options) {
  const auto edge = state_->edge_named(name);
  if (!edge) return tl::make_unexpected(edge.error());
  const auto planned =
      std::ranges::find(state_->edges, *edge, [](const auto& each) { return each.get(); });
  const auto index = static_cast<std::size_t>(planned - state_->edges.begin());
  flow::Node& producer = *state_->nodes[state_->plan.edges[index].from];
  auto observer = state_->observations.add(
      name, std::move(options), [edge](const flow::Observer& gone) { (*edge)->forget(gone); });
  (*edge)->observe(observer, producer.outlets.gate());
  return observer;
}

Result<std::shared_ptr<flow::Observer>> Graph::observe_steps(const std::string& actor,
                                                             flow::ObserverOptions options) {
  const auto index = state_->actor_named(actor);
  if (!index) return tl::make_unexpected(index.error());
  flow::Node& node = *state_->nodes[*index];
  auto observer = state_->observations.add(
      actor, std::move(options), [&node](const flow::Observer& gone) { node.forget_steps(gone); });
  node.observe_steps(observer);
  return observer;
}

Result<hosts::Socket> Graph::look(const std::string& port, const std::string& name) {
  {
    const std::lock_guard lock(state_->steering_mutex);
    std::erase_if(state_->looks, [](const auto& each) { return each->over(); });
  }
  const auto look = std::make_shared<hosts::Look>();
  flow::ObserverOptions options;
  options.name = name;
  options.news = [weak = std::weak_ptr(look)] {
    if (const auto alive = weak.lock()) alive->news();
  };
  auto observer = observe_output(port, std::move(options));
  if (!observer) return tl::make_unexpected(observer.error());
  auto socket = look->open(std::move(*observer));
  const std::lock_guard lock(state_->steering_mutex);
  state_->looks.push_back(look);
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
