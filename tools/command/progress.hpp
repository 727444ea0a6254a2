// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "runtime/graph/report.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::command {

/// Frames that the slowest source has sent so far: what the graph as a whole has got through, since
/// sources wait for the others. `plan` and `report` have the same actors in the same order.
std::uint64_t frames_of(const Plan& plan, const Report& report);

/// Frames that edges let go by their rule.
std::uint64_t dropped_in(const Report& report);

/// Frames that failures cost.
std::uint64_t lost_in(const Report& report);

/// Says in one line how far a run is.
class Progress {
 public:
  /// How long the run is, as far as that is known; 0 = it is not.
  struct Length {
    std::uint64_t frames = 0;
    double seconds = 0;
  };

  Progress(const Plan& plan, Length length) : plan_(plan), length_(length) {}

  /// `room`: columns; the bar is left out when there are too few.
  std::string line(const Report& report, std::size_t room);

 private:
  struct Moment {
    double seconds = 0;
    std::uint64_t frames = 0;
  };

  double rate(Moment now);
  double share(Moment now) const;

  const Plan& plan_;
  Length length_;
  std::deque<Moment> recent_;
};

}  // namespace omma::command
