// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/witness.hpp"

#include <algorithm>
#include <set>

#include "runtime/actor.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

Witness witness;

void Witness::note(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  arrivals_.push_back({now_ns(), sequence});
}

void Witness::forget() {
  const std::lock_guard lock(mutex_);
  arrivals_.clear();
}

std::vector<Arrival> Witness::arrivals() const {
  const std::lock_guard lock(mutex_);
  return arrivals_;
}

std::int64_t longest_gap_ns(const std::vector<Arrival>& arrivals, std::int64_t since_ns) {
  std::int64_t longest = 0;
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    if (arrivals[i].ns >= since_ns)
      longest = std::max(longest, arrivals[i].ns - arrivals[i - 1].ns);
  }
  return longest;
}

Irregularities irregularities(const std::vector<Arrival>& arrivals, std::uint64_t offered) {
  Irregularities found;
  std::set<std::uint64_t> seen;
  for (const Arrival& arrival : arrivals) {
    if (!seen.empty() && arrival.sequence < *seen.rbegin()) ++found.swapped;
    if (!seen.insert(arrival.sequence).second) ++found.twice;
  }
  found.lost = offered - seen.size();
  return found;
}

namespace {

struct Watch {
  void process(const Frame& frame) const { witness.note(frame.sequence()); }
};

const Registered registered =
    Declare<Watch>("bench_witness", "Notes which frame arrives when.", inputs("frames"));

}  // namespace
}  // namespace omma::bench
