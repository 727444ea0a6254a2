// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "dsl/check/wiring.hpp"

namespace omma::dsl {

/// Actors by index, sorted.
using ActorSet = std::vector<std::size_t>;

ActorSet common(const ActorSet& left, const ActorSet& right);
ActorSet either(const ActorSet& left, const ActorSet& right);
ActorSet without(const ActorSet& left, const ActorSet& right);

/// Where the identity of frames comes from. A frame is named by its source and a number; every
/// actor hands the name of what it got on to its results.
struct Origins {
  std::vector<ActorSet> sources;  ///< per actor: whose frames its results are
  std::vector<ActorSet> many;     ///< per actor: those on the way that give several for one
  std::vector<ActorSet> mixed;    ///< per actor: those whose outputs of many sources it works on
  std::vector<bool> known;        ///< per actor: false behind a part that is broken
};

Origins origins(const Wiring& wiring);

/// Actors because of which an edge carries frames of many sources, whose numbers are the same.
ActorSet mixed_on(const WiredEdge& edge, const Origins& origins);

}  // namespace omma::dsl
