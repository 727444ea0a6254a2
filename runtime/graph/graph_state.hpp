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
#include "runtime/scripts/tap.hpp"

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
  mutable std::mutex steering_mutex;  // guards `taps`, `values` and `supervisor`
  std::vector<std::unique_ptr<flow::Tap>> taps;
  std::map<std::pair<std::string, std::string>, Value> values;  // that parameters were set to
  std::vector<std::unique_ptr<flow::Node>> nodes;
  flow::Completion completion;
  Copies copies_before;
  std::int64_t started_ns = 0;
  std::atomic<std::int64_t> ended_ns{0};
  std::unique_ptr<caf::actor_system_config> config;
  std::unique_ptr<caf::actor_system> system;
  std::vector<std::unique_ptr<flow::PrivateThread>> threads;
  caf::actor supervisor;  // kept alive from here: nobody else holds it while it is idle

  Result<void> add_nodes();
  void add_edges();
  void mark_gaps();
  void rank();
  void sweep();
  void end_lines() const;

  /// A port as people name it.
  struct OutputPort {
    std::size_t actor = 0;
    std::size_t output = 0;
  };
  Result<std::size_t> actor_named(const std::string& name) const;
  Result<const Param*> param_named(std::size_t actor, const std::string& name) const;
  Result<OutputPort> output_named(const std::string& port) const;
  Result<std::size_t> feeder_named(const std::string& port) const;

  template <class F>
  void for_each_tap(F action) const {
    const std::lock_guard lock(steering_mutex);
    for (const auto& tap : taps) action(*tap);
  }
};

/// The number of ports when there is none of that name.
std::size_t index_of(const std::vector<Port>& ports, const std::string& name);

}  // namespace omma
