// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/probes.hpp"

#include "dsl/read/files.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr int patience_ms = 2000;  // the end of the graph waits no longer for a probe that hangs

Member setting(const std::string& key, const std::string& value, const Place& place) {
  return {key, place, {place, value}};
}

class Prober {
 public:
  Prober(FlatGraph& graph, Report& report)
      : graph_(graph), report_(report), actors_(graph.actors.size()) {}

  void attach(const std::string& probe) {
    const Place place{"--probe " + probe, 0, 0};
    const auto equals = probe.find('=');
    const std::string reference = probe.substr(0, equals);
    const std::string kind = equals == std::string::npos ? "" : probe.substr(equals + 1);
    if (reference.empty() || !names_python(kind)) {
      report_.add({.place = place,
                   .what = "this is no probe",
                   .expected = "ACTOR.PORT=FILE.py:NAME, as gray.image=look.py:look"});
      return;
    }
    const auto dot = reference.find('.');
    const auto from = actor_named(std::span(graph_.actors).first(actors_), reference.substr(0, dot),
                                  place, report_);
    if (!from) return;
    FlatEdge edge;
    edge.from = *from;
    edge.from_port = dot == std::string::npos ? "" : reference.substr(dot + 1);
    edge.to = graph_.actors.size();
    edge.reference = reference;
    edge.port_place = edge.place = place;
    edge.options = {setting("when_full", "latest", place)};
    graph_.edges.push_back(std::move(edge));
    const std::string name = free_name(graph_.actors[*from].name);
    graph_.actors.push_back({name,
                             place,
                             kind,
                             place,
                             {setting("on_error", "skip", place), setting("host", name, place)},
                             {}});
    PlannedHost& host = graph_.hosts.emplace_back(graph_.own_host.value_or(PlannedHost()));
    host.name = name;
    host.spare = false;
    host.deadline_ms = patience_ms;
    host.retries = 0;
  }

 private:
  std::string free_name(const std::string& probed) const {
    std::string name = "probe-of-" + probed;
    for (int i = 2; taken(graph_, name); ++i) name = "probe-" + std::to_string(i) + "-of-" + probed;
    return name;
  }

  FlatGraph& graph_;
  Report& report_;
  const std::size_t actors_;  // of the file
};

}  // namespace

void attach_probes(const std::vector<std::string>& probes, FlatGraph& graph, Report& report) {
  Prober prober(graph, report);
  for (const std::string& probe : probes) prober.attach(probe);
}

}  // namespace omma::dsl
