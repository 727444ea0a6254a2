// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "runtime/base/clock.hpp"

namespace omma::hosts {

/// How long the oldest step has been under way. Written under the mutex of the steps, read by any
/// thread: each value is whole, and one that is just out of date is corrected by the next look.
class StepClock {
 public:
  /// It can be done from now on. `stepping`: the actor is at it.
  void start(bool stepping) {
    stepping_.store(stepping, std::memory_order_relaxed);
    since_ns_.store(now_ns(), std::memory_order_relaxed);
  }

  /// There is none.
  void stop() { since_ns_.store(never, std::memory_order_relaxed); }
  void set_stepping(bool stepping) { stepping_.store(stepping, std::memory_order_relaxed); }

  /// So much of the time does not count.
  void excuse(std::int64_t time_ns) {
    if (runs()) since_ns_.store(since() + time_ns, std::memory_order_relaxed);
  }

  bool runs() const { return since() != never; }
  bool stepping() const { return stepping_.load(std::memory_order_relaxed); }
  std::chrono::nanoseconds passed() const { return std::chrono::nanoseconds(now_ns() - since()); }

 private:
  static constexpr std::int64_t never = INT64_MIN;
  std::int64_t since() const { return since_ns_.load(std::memory_order_relaxed); }

  std::atomic<std::int64_t> since_ns_{never};  // steady clock
  std::atomic<bool> stepping_{false};
};

}  // namespace omma::hosts
