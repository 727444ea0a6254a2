// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

struct Size {
  const char* name;
  int height, width, channels;
};

/// A kind of python/kinds.py, which is in the registry then.
std::string python_kind(const std::string& name);

/// Pictures of this size go through the actor `answer` in Python and back, one after the other;
/// `hz` = 0: the next one leaves as soon as one is back.
PlanBuilder round_trip(const Size& size, double hz);

/// Runs it: p50 and p99 of the round trips in us, and how many pixels were copied.
std::vector<double> measure_round_trips(const Plan& plan, milliseconds window);

}  // namespace omma::bench
