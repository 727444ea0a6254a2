// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/graphs.hpp"

#include <cstdio>

#include "tools/benchmarks/must.hpp"

namespace omma::bench {
namespace {

std::size_t index_of(const Plan& plan, const std::string& name) {
  for (std::size_t i = 0; i < plan.actors.size(); ++i) {
    if (plan.actors[i].name == name) return i;
  }
  throw std::logic_error("no actor " + name);
}

}  // namespace

PlannedActor& PlanBuilder::actor(const std::string& name, const std::string& kind) {
  PlannedActor& actor = plan.actors.emplace_back();
  actor.name = name;
  actor.kind = kind;
  return actor;
}

PlannedEdge& PlanBuilder::edge(const std::string& from, const std::string& to, int queue) {
  PlannedEdge& edge = plan.edges.emplace_back();
  edge.from = index_of(plan, from.substr(0, from.find('.')));
  edge.from_port = from.substr(from.find('.') + 1);
  edge.to = index_of(plan, to.substr(0, to.find('.')));
  edge.to_port = to.substr(to.find('.') + 1);
  edge.queue = queue;
  return edge;
}

std::unique_ptr<Graph> start(const Plan& plan, RunOptions options) {
  options.events = [](const Event& event) { std::fprintf(stderr, "%s\n", event.line().c_str()); };
  auto graph = must(Graph::create(plan, options));
  graph->start();
  return graph;
}

Report run(const Plan& plan, RunOptions options) {
  const auto graph = start(plan, std::move(options));
  graph->wait();
  Report report = graph->report();
  if (report.failure) throw std::runtime_error(report.failure->text());
  return report;
}

std::uint64_t processed(const Report& report, const std::string& actor) {
  for (const ActorReport& each : report.actors) {
    if (each.name == actor) return each.processed;
  }
  throw std::logic_error("no actor " + actor);
}

}  // namespace omma::bench
