// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

namespace omma::bench {

struct Arrival {
  std::int64_t ns = 0;  ///< CLOCK_MONOTONIC
  std::uint64_t sequence = 0;
};

/// Notes when which frame arrives at the actor `bench_witness`. Thread-safe.
class Witness {
 public:
  void note(std::uint64_t sequence);
  void forget();
  std::vector<Arrival> arrivals() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Arrival> arrivals_;
};

extern Witness witness;

/// The longest time between two arrivals of which the later one came after `since_ns`.
std::int64_t longest_gap_ns(const std::vector<Arrival>& arrivals, std::int64_t since_ns);

/// What went wrong with the frames 0 to `offered` - 1 on their way.
struct Irregularities {
  std::uint64_t lost = 0;
  std::uint64_t twice = 0;
  std::uint64_t swapped = 0;  ///< came after one with a higher number
};
Irregularities irregularities(const std::vector<Arrival>& arrivals, std::uint64_t offered);

}  // namespace omma::bench
