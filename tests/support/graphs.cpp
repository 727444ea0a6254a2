// SPDX-License-Identifier: Apache-2.0
#include "tests/support/graphs.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>

namespace omma::testing {
namespace {

std::pair<std::string, std::string> split(const std::string& reference) {
  const std::size_t dot = reference.find('.');
  return {reference.substr(0, dot), reference.substr(dot + 1)};
}

std::size_t index_of(const Plan& plan, const std::string& name) {
  for (std::size_t i = 0; i < plan.actors.size(); ++i) {
    if (plan.actors[i].name == name) return i;
  }
  throw std::logic_error("no actor " + name);
}

template <class T>
const T& named(const std::vector<T>& items, const std::string& name) {
  for (const T& item : items) {
    if (item.name == name) return item;
  }
  throw std::logic_error("nothing named " + name);
}

}  // namespace

PlanBuilder& PlanBuilder::actor(const std::string& name, const std::string& kind) {
  PlannedActor& actor = plan.actors.emplace_back();
  actor.name = name;
  actor.kind = kind;
  return *this;
}

PlanBuilder& PlanBuilder::param(const std::string& name, Value value) {
  plan.actors.back().params[name] = std::move(value);
  return *this;
}

PlanBuilder& PlanBuilder::replicas(int count) { return plan.actors.back().replicas = count, *this; }
PlanBuilder& PlanBuilder::join(Join join) { return plan.actors.back().join = join, *this; }

PlanBuilder& PlanBuilder::on_error(OnError rule, Restart restart) {
  plan.actors.back().on_error = rule;
  plan.actors.back().restart = restart;
  return *this;
}

PlanBuilder& PlanBuilder::edge(const std::string& from, const std::string& to, WhenFull rule,
                               int queue) {
  PlannedEdge& edge = plan.edges.emplace_back();
  edge.from = index_of(plan, split(from).first);
  edge.from_port = split(from).second;
  edge.to = index_of(plan, split(to).first);
  edge.to_port = split(to).second;
  edge.when_full = rule;
  edge.queue = queue;
  return *this;
}

RunOptions frames(std::uint64_t count) {
  RunOptions options;
  options.frames = count;
  return options;
}

Report run(const PlanBuilder& builder, const RunOptions& options) {
  forget();
  auto graph = Graph::create(builder.plan, options);
  if (!graph) {
    ADD_FAILURE() << graph.error().text();
    return {};
  }
  (*graph)->start();
  (*graph)->wait();
  return (*graph)->report();
}

const EdgeReport& edge(const Report& report, const std::string& name) {
  return named(report.edges, name);
}
const ActorReport& actor(const Report& report, const std::string& name) {
  return named(report.actors, name);
}

std::vector<std::uint64_t> sequences(std::uint64_t first, std::uint64_t end) {
  std::vector<std::uint64_t> list(end - first);
  std::iota(list.begin(), list.end(), first);
  return list;
}

}  // namespace omma::testing
