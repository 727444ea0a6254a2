// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace omma {

struct Plan;

/// What follows from a plan as a whole, and no actor or edge of it says by itself.
struct Facts {
  /// Parallel to `Plan::edges`: a join that pairs frames can be reached along this edge, so it
  /// tells the frames that will not come.
  std::vector<bool> gaps;
  /// Parallel to `Plan::actors`: the number of edges on the longest way from a source. In a cycle
  /// no way is the longest: there it is at most the number of actors.
  std::vector<std::uint32_t> depth;

  friend bool operator==(const Facts&, const Facts&) = default;
};

Facts facts_of(const Plan& plan);

}  // namespace omma
