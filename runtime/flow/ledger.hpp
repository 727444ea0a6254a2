// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace omma::flow {

/// What happened to the frames of one edge. The sums close at any time when both ends rest:
/// offered = delivered + dropped + lost + in_flight.
struct Ledger {
  std::uint64_t offered = 0;
  std::uint64_t delivered = 0;  ///< the consumer finished with it
  std::uint64_t dropped = 0;    ///< by the edge's rule or the consumer's join
  std::uint64_t lost = 0;       ///< by a failure
  std::uint64_t in_flight = 0;  ///< came in and was not settled; not worked out from `offered`

  bool balanced() const { return offered == delivered + dropped + lost + in_flight; }
};

}  // namespace omma::flow
