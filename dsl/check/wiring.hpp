// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dsl/expand/flat.hpp"
#include "runtime/contract/contract.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// An actor whose kind is known, while its graph is checked.
struct WiredActor {
  PlannedActor plan;
  const Contract* contract = nullptr;
  std::vector<std::size_t> inputs;   ///< indices of edges, in the order of the contract's ports
  std::vector<std::size_t> outputs;  ///< indices of edges
};

/// An edge between ports that exist.
struct WiredEdge {
  PlannedEdge plan;
  const Port* from_port = nullptr;
  const Port* to_port = nullptr;
  const FlatEdge* written = nullptr;
  bool convert = false;

  bool waits() const { return omma::waits(plan.when_full); }
};

/// The graph as far as it makes sense: only actors of known kinds, only edges between known ports.
struct Wiring {
  std::vector<WiredActor> actors;
  std::vector<WiredEdge> edges;
  std::vector<std::size_t> order;  ///< actors, sources first; set by `check_cycles`
  /// Parallel to `actors`: what comes in here is not known, because of errors already reported.
  std::vector<bool> broken;

  const WiredActor& from(const WiredEdge& edge) const { return actors[edge.plan.from]; }
  const WiredActor& to(const WiredEdge& edge) const { return actors[edge.plan.to]; }

  /// True for an edge that closes a circle without anybody waiting for it.
  bool feedback(const WiredEdge& edge) const;

  /// The edges whose frames give the actor's results their identity: of a `nearest` or `latest`
  /// join only the first, else all.
  std::vector<std::size_t> identity_inputs(const WiredActor& actor) const;
};

/// "camera.image"
std::string output_name(const Wiring& wiring, const WiredEdge& edge);
std::string input_name(const Wiring& wiring, const WiredEdge& edge);

/// The line of the file that makes this edge, with `change` ("queue = 8") put in.
std::string edge_line(const WiredEdge& edge, const std::string& change);

/// The value of a parameter: as given, or its default.
const Value& value_of(const WiredActor& actor, const Param& param);

/// The edge into this input; null when it is open.
const WiredEdge* edge_into(const Wiring& wiring, const WiredActor& actor, std::string_view input);

}  // namespace omma::dsl
