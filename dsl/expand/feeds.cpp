// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/feeds.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"
#include "runtime/scripts/feed.hpp"

namespace omma::dsl {
namespace {

/// The ports of an actor as messages name them.
struct Ports {
  std::string actor;
  std::string noun;
};

/// The port of this name, or the only one where no name is given; else what is wrong, and `where`
/// tells how to mend it.
Result<std::string> port_named(const std::vector<Port>& ports, const Ports& of,
                               const std::string& name) {
  std::vector<std::string> names = names_of(ports);
  if (name.empty() && names.size() == 1) return names.front();
  if (!name.empty() && std::ranges::find(names, name) != names.end()) return name;
  if (!name.empty())
    return fail(Code::not_found, quote(of.actor) + " has no " + of.noun + " " + quote(name),
                suggest(name, names));
  for (std::string& each : names) each = of.actor + "." + each;
  return fail(Code::not_found, quote(of.actor) + " has " + count(names.size(), of.noun),
              "name one: " + any_one(names));
}

class Feeder {
 public:
  Feeder(const Registry& registry, FlatGraph& graph, Report& report)
      : registry_(registry), graph_(graph), report_(report), actors_(graph.actors.size()) {}

  void attach(const std::string& input) {
    const Place place{"feed " + input, 0, 0};
    const auto dot = input.rfind('.');
    const auto actor =
        actor_named(std::span(graph_.actors).first(actors_), input.substr(0, dot), place, report_);
    if (!actor) return;
    const Contract* contract = contract_of(*actor);
    if (contract == nullptr) return;
    const std::string port = dot == std::string::npos ? "" : input.substr(dot + 1);
    const bool source = contract->source();
    const auto found = port_named(source ? contract->outputs : contract->inputs,
                                  {graph_.actors[*actor].name, source ? "output" : "input"}, port);
    if (!found) {
      report_.add({.place = place, .what = found.error().what, .mend = found.error().where});
    } else if (source) {
      replace(*actor);
    } else {
      disconnect([&](const FlatEdge& edge) { return leads_to(edge, *actor, *found); });
      feed(*actor, *found);
    }
  }

  /// What would be an error otherwise.
  void attach_open_inputs() {
    for (std::size_t i = 0; i < actors_; ++i) {
      const Contract* contract = contract_of(i);
      if (contract == nullptr) continue;
      for (const Port& port : contract->inputs) {
        if (!port.optional && !connected(i, port.name)) feed(i, port.name);
      }
    }
  }

  /// Actors whose outputs were all disconnected, and those before them.
  void leave_out() {
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < actors_; ++i) {
        if (!disconnected_[i] || feeds_somebody(i)) continue;
        disconnected_[i] = false;
        left_out_[i] = changed = true;
        disconnect_inputs(i);
      }
    }
    renumber();
  }

 private:
  void disconnect_inputs(std::size_t actor) {
    disconnect([&](const FlatEdge& edge) { return edge.to == actor; });
  }

  /// Sources that were to feed what is left out are left out, too.
  void renumber() {
    std::vector<std::size_t> index;
    std::size_t next = 0;
    for (std::size_t i = 0; i < graph_.actors.size(); ++i) {
      index.push_back(next);
      if (i < actors_ ? left_out_[i] : !feeds_somebody(i)) continue;
      if (next != i) graph_.actors[next] = std::move(graph_.actors[i]);
      ++next;
    }
    graph_.actors.resize(next);
    for (FlatEdge& edge : graph_.edges) {
      if (edge.from != FlatEdge::nowhere) edge.from = index[edge.from];
      edge.to = index[edge.to];
    }
    std::erase_if(graph_.open_inputs,
                  [&](const OpenInput& open) { return open.to < actors_ && left_out_[open.to]; });
    for (OpenInput& open : graph_.open_inputs) open.to = index[open.to];
  }

  /// A source by one that the script feeds.
  void replace(std::size_t actor) {
    FlatActor& source = graph_.actors[actor];
    source.kind = hosts::script_kind;
    source.settings.clear();
    for (FlatEdge& edge : graph_.edges) {
      if (edge.from == actor) edge.from_port.clear();
    }
  }

  /// Null when its kind is not known, which is told elsewhere.
  const Contract* contract_of(std::size_t actor) const {
    const Kind* kind = registry_.find(graph_.actors[actor].kind);
    return kind == nullptr ? nullptr : &kind->contract;
  }

  bool leads_to(const FlatEdge& edge, std::size_t actor, const std::string& port) const {
    if (edge.to != actor) return false;
    return edge.to_port == port || (edge.to_port.empty() && contract_of(actor)->inputs.size() == 1);
  }

  bool connected(std::size_t actor, const std::string& port) const {
    return std::ranges::any_of(graph_.edges,
                               [&](const FlatEdge& edge) { return leads_to(edge, actor, port); });
  }

  bool feeds_somebody(std::size_t actor) const {
    return std::ranges::any_of(graph_.edges,
                               [&](const FlatEdge& edge) { return edge.from == actor; });
  }

  template <class Which>
  void disconnect(Which which) {
    std::erase_if(graph_.edges, [&](const FlatEdge& edge) {
      const bool gone = which(edge);
      if (gone && edge.from < actors_) disconnected_[edge.from] = true;
      return gone;
    });
  }

  void feed(std::size_t actor, const std::string& port) {
    const Place place = graph_.actors[actor].place;
    FlatEdge edge;
    edge.from = graph_.actors.size();
    edge.to = actor;
    edge.to_port = edge.input = port;
    edge.reference = free_name(graph_.actors[actor].name + "-" + port);
    edge.port_place = edge.place = place;
    graph_.actors.push_back(
        {edge.reference, place, std::string(hosts::script_kind), place, {}, {}});
    graph_.edges.push_back(std::move(edge));
    std::erase_if(graph_.open_inputs, [&](const OpenInput& open) {
      return open.to == actor && (open.to_port == port || open.to_port.empty());
    });
  }

  std::string free_name(const std::string& input) const {
    std::string name = "script-to-" + input;
    while (taken(graph_, name)) name += "-";
    return name;
  }

  const Registry& registry_;
  FlatGraph& graph_;
  Report& report_;
  const std::size_t actors_;  // of the file
  std::vector<bool> disconnected_ = std::vector<bool>(actors_, false);
  std::vector<bool> left_out_ = std::vector<bool>(actors_, false);
};

}  // namespace

void attach_feeds(const Settings& settings, FlatGraph& graph, Report& report) {
  if (!settings.scripted) return;
  graph.incomplete = true;  // the script may look at outputs that nobody takes
  Feeder feeder(*settings.registry, graph, report);
  for (const std::string& input : settings.feeds) feeder.attach(input);
  feeder.attach_open_inputs();
  feeder.leave_out();
}

}  // namespace omma::dsl
