// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/stats.hpp"

#include <cmath>

namespace omma::flow {

std::int64_t Stats::step_ns() const {
  const std::int64_t now = now_ns();
  const std::uint64_t count = processed.load(std::memory_order_relaxed);
  const bool same = in_step.load(std::memory_order_relaxed) &&
                    seen.exchange(count, std::memory_order_relaxed) == count;
  if (!same) since_ns.store(now, std::memory_order_relaxed);
  return now - since_ns.load(std::memory_order_relaxed);
}

double Histogram::quantile(double share) const {
  std::uint64_t total = 0;
  for (const auto& counter : counters_) total += counter.load(std::memory_order_relaxed);
  if (total == 0) return 0;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    seen += counters_[i].load(std::memory_order_relaxed);
    if (seen < wanted || seen == 0) continue;
    const double octave = std::ldexp(1.0, static_cast<int>(i / steps));
    return octave * (1 + (static_cast<double>(i % steps) + 0.5) / steps);  // the middle of the step
  }
  return 0;
}

}  // namespace omma::flow
