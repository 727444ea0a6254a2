// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/facts.hpp"

#include "runtime/plan/plan.hpp"

namespace omma {
namespace {

/// Actors that have to hear of gaps themselves: joins that pair frames, and those whose output is
/// followed by such a join outside of the plan.
std::vector<bool> needing_gaps(const Plan& plan) {
  std::vector<std::size_t> inputs(plan.actors.size(), 0);
  for (const PlannedEdge& edge : plan.edges) ++inputs[edge.to];
  std::vector<bool> needing(plan.actors.size());
  for (std::size_t i = 0; i < plan.actors.size(); ++i) {
    const PlannedActor& actor = plan.actors[i];
    const bool pairs = inputs[i] > 1 && actor.join.rule == JoinRule::same_frame;
    needing[i] = pairs || !actor.gap_outputs.empty();
  }
  return needing;
}

/// An actor hands on what it hears: whoever feeds one that needs gaps needs them, too.
std::vector<bool> gaps_of(const Plan& plan) {
  std::vector<bool> needing = needing_gaps(plan);
  std::vector<bool> gaps(plan.edges.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < plan.edges.size(); ++i) {
      if (gaps[i] || !needing[plan.edges[i].to]) continue;
      gaps[i] = changed = true;
      needing[plan.edges[i].from] = true;
    }
  }
  return gaps;
}

/// A way that is longer than there are actors goes through a cycle.
std::vector<std::uint32_t> depth_of(const Plan& plan) {
  std::vector<std::uint32_t> depth(plan.actors.size(), 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (const PlannedEdge& edge : plan.edges) {
      const std::uint32_t next = depth[edge.from] + 1;
      if (next <= depth[edge.to] || next > depth.size()) continue;
      depth[edge.to] = next;
      changed = true;
    }
  }
  return depth;
}

}  // namespace

Facts facts_of(const Plan& plan) { return {gaps_of(plan), depth_of(plan)}; }

}  // namespace omma
