// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/activity.hpp"
#include "runtime/flow/node.hpp"
#include "runtime/flow/supervisor.hpp"
#include "runtime/graph/graph_bodies.hpp"
#include "runtime/graph/observations.hpp"
#include "runtime/scripts/look.hpp"

namespace omma {

struct Graph::State {
  Plan plan;
  RunOptions options;
  std::unique_ptr<Slab> slab;  // outlives every frame: destroyed last
  Activity activity{[this] {
    int steps = 0;
    for (const auto& node : nodes) steps += node->summary().in_step;
    return steps;
  }};
  std::optional<GraphBodies> bodies;
  flow::Shared shared;
  std::vector<std::unique_ptr<flow::Edge>> edges;
  mutable std::mutex steering_mutex;  // guards `looks`, `values` and `supervisor`
  std::vector<std::shared_ptr<hosts::Look>> looks;
  std::map<std::pair<std::string, std::string>, Value> values;  // that parameters were set to
  std::vector<std::unique_ptr<flow::Node>> nodes;
  Observations observations;
  flow::Completion completion{[this] { settle(); }};
  Copies copies_before;
  std::int64_t started_ns = 0;
  std::atomic<std::int64_t> ended_ns{0};
  std::unique_ptr<caf::actor_system_config> config;
  std::unique_ptr<caf::actor_system> system;
  std::vector<std::unique_ptr<flow::PrivateThread>> threads;
  caf::actor supervisor;  // kept alive from here: nobody else holds it while it is idle

  Result<void> add_nodes();
  Result<void> add_edge(const PlannedEdge& planned, bool gaps);
  Result<void> add_edges();
  void settle();

  /// A port as people name it.
  struct OutputPort {
    std::size_t actor = 0;
    std::size_t output = 0;
  };
  Result<std::size_t> actor_named(const std::string& name) const;
  Result<const Param*> param_named(std::size_t actor, const std::string& name) const;
  Result<Param> param_now(std::size_t actor, const std::string& name) const;
  Value setting_of(std::size_t actor, const Param& param) const;
  Result<OutputPort> output_named(const std::string& port) const;
  Result<std::size_t> feeder_named(const std::string& port) const;
  Result<flow::Edge*> edge_named(const std::string& name) const;
};

/// The number of ports when there is none of that name.
std::size_t index_of(const std::vector<Port>& ports, const std::string& name);

}  // namespace omma
