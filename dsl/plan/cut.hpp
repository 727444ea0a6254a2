// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// An output of one part whose frames go to another one. Whoever runs the parts shows the output's
/// frames to the source.
struct Crossing {
  std::size_t from_part = 0;
  std::size_t from = 0;  ///< index of the actor in its part
  std::string from_port;
  std::size_t to_part = 0;
  std::size_t to = 0;  ///< index of the source of the kind `inlet_kind` that stands for it there
  /// The source has to hear of frames that will not come; so says `gap_outputs` of the actor.
  bool gaps = false;

  friend bool operator==(const Crossing&, const Crossing&) = default;
};

/// The parts of a plan, and how frames get from one to the other.
struct Cut {
  std::vector<Plan> parts;
  std::vector<Crossing> crossings;
};

/// Cuts a plan into plans that run by themselves. `part_of` is parallel to its actors; the parts
/// are numbered 0, 1, 2 ... An edge that is cut begins, with its rule and queue, at a source that
/// all consumers of the output in that part share. A host that several parts need is in each.
Result<Cut> cut(const Plan& plan, std::span<const std::size_t> part_of);

}  // namespace omma::dsl
