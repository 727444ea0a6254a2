// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "runtime/plan/plan.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

/// Wakes at a fixed rate.
class Ticker {
 public:
  explicit Ticker(double hz);
  void await();

 private:
  std::int64_t period_ns_;
  std::int64_t next_ns_;
};

/// How long frames were under way. One arrives before the next one leaves. Thread-safe.
class Journeys {
 public:
  void leave() { left_ns_.store(now_ns(), std::memory_order_release); }
  void arrive();

  /// In us, since they were last taken.
  std::vector<double> take();

 private:
  std::atomic<std::int64_t> left_ns_{0};
  std::mutex mutex_;
  std::vector<double> journeys_us_;
};

/// Filled by the actors of `chain`, and by who else compares himself with them.
extern Journeys journeys;

/// A source, `stages` actors that pass its frames on, and a sink that notes when they arrive.
/// `hz` = 0: frames leave as fast as they can.
Plan chain(std::size_t stages, double hz);

}  // namespace omma::bench
