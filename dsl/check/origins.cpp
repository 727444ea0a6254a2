// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/origins.hpp"

#include <algorithm>
#include <iterator>

namespace omma::dsl {
namespace {

/// Sources that can come out of an actor: what all inputs of a `same_frame` join share, what any
/// of the inputs of an `any` join has, else what the one input has that fires.
ActorSet sources_of(const Wiring& wiring, const WiredActor& actor, const Origins& known) {
  ActorSet result;
  bool first = true;
  for (const std::size_t index : wiring.identity_inputs(actor)) {
    const ActorSet& from = known.sources[wiring.edges[index].plan.from];
    const bool any = actor.plan.join.rule == JoinRule::any;
    result = first ? from : any ? either(result, from) : common(result, from);
    first = false;
  }
  return result;
}

ActorSet many_of(const Wiring& wiring, const WiredActor& actor, const Origins& known) {
  ActorSet result;
  for (const std::size_t index : wiring.identity_inputs(actor)) {
    result = either(result, known.many[wiring.edges[index].plan.from]);
  }
  return result;
}

ActorSet mixed_of(const Wiring& wiring, const WiredActor& actor, const Origins& known) {
  ActorSet result;
  for (const std::size_t index : wiring.identity_inputs(actor))
    result = either(result, mixed_on(wiring.edges[index], known));
  return result;
}

bool is_known(const Wiring& wiring, std::size_t actor, const Origins& origins) {
  if (wiring.broken[actor]) return false;
  const auto inputs = wiring.identity_inputs(wiring.actors[actor]);
  return std::all_of(inputs.begin(), inputs.end(), [&](std::size_t index) {
    return origins.known[wiring.edges[index].plan.from];
  });
}

}  // namespace

ActorSet common(const ActorSet& left, const ActorSet& right) {
  ActorSet result;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(result));
  return result;
}

ActorSet either(const ActorSet& left, const ActorSet& right) {
  ActorSet result;
  std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(result));
  return result;
}

ActorSet without(const ActorSet& left, const ActorSet& right) {
  ActorSet result;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::back_inserter(result));
  return result;
}

Origins origins(const Wiring& wiring) {
  const std::size_t count = wiring.actors.size();
  Origins result{std::vector<ActorSet>(count), std::vector<ActorSet>(count),
                 std::vector<ActorSet>(count), std::vector<bool>(count, false)};
  for (const std::size_t index : wiring.order) {
    const WiredActor& actor = wiring.actors[index];
    result.known[index] = is_known(wiring, index, result);
    result.sources[index] = sources_of(wiring, actor, result);
    result.many[index] = many_of(wiring, actor, result);
    result.mixed[index] = mixed_of(wiring, actor, result);
    if (actor.contract->source()) {
      result.sources[index] = {index};
    } else if (actor.contract->rate == Rate::many) {
      result.many[index] = either(result.many[index], {index});
    }
  }
  return result;
}

ActorSet mixed_on(const WiredEdge& edge, const Origins& origins) {
  const ActorSet& before = origins.mixed[edge.plan.from];
  return edge.from_port->many_sources ? either(before, {edge.plan.from}) : before;
}

}  // namespace omma::dsl
