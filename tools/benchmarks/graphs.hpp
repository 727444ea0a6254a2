// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "runtime/graph/graph.hpp"

namespace omma::bench {

/// Writes plans without a graph file.
class PlanBuilder {
 public:
  PlannedActor& actor(const std::string& name, const std::string& kind);

  /// "actor.port" to "actor.port"
  PlannedEdge& edge(const std::string& from, const std::string& to, int queue = 4);

  Plan plan;
};

/// A graph that runs already.
std::unique_ptr<Graph> start(const Plan& plan, RunOptions options = {});

/// Runs to the end; throws when it failed.
Report run(const Plan& plan, RunOptions options = {});

/// How many frames an actor has processed.
std::uint64_t processed(const Report& report, const std::string& actor);

}  // namespace omma::bench
