// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/plan.hpp"

namespace omma::dsl {

Plan plan(const FlatGraph& graph, const Wiring& wiring) {
  Plan result;
  result.name = graph.name;
  result.doc = graph.doc;
  result.reload = graph.reload;
  result.slab_bytes = graph.slab_mb << 20U;
  result.hosts = graph.hosts;
  result.own_host = graph.own_host;
  for (const Plugin& plugin : graph.plugins) result.plugins.push_back(plugin.path);
  for (const WiredActor& actor : wiring.actors) result.actors.push_back(actor.plan);
  for (const WiredEdge& edge : wiring.edges) result.edges.push_back(edge.plan);
  result.facts = facts_of(result);
  return result;
}

}  // namespace omma::dsl
