// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

inline constexpr std::size_t ring_size = 8;

/// How a ring of actors is set up. `threads`: of the scheduler; 0 = its default.
struct RingSetup {
  std::size_t in_flight = 1;
  unsigned threads = 0;
  milliseconds window{200};
};

/// What one of omma's ring is made of.
enum class RingBody {
  by_hand,  ///< a `Body` written by hand
  declared  ///< a struct with `Frame process(const Frame&)`, as users write it
};

/// The cost of a hop from actor to actor in a ring of eight that pass frames on.
Lap omma_ring(const RingSetup& setup, RingBody body);

/// The same with CAF's own messages. `policy`: "stealing" or "sharing".
Lap caf_ring(const RingSetup& setup, const char* policy);

/// The same without actors: each calls the next through a `std::function`.
Lap function_ring(milliseconds window);

/// The same without actors: one thread moves frames through rings for one producer and one
/// consumer.
Lap spsc_ring(const RingSetup& setup);

}  // namespace omma::bench
