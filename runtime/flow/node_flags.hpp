// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace omma::flow {

/// What is unusual about an actor, in one word: a step asks for it again and again, and each other
/// place in memory costs an idle pipeline a cache miss. Thread-safe.
class NodeFlags {
 public:
  static constexpr std::uint32_t tells_gaps = 1;        ///< an edge has to hear of gaps
  static constexpr std::uint32_t outputs_observed = 2;  ///< somebody looks at an output
  static constexpr std::uint32_t steps_observed = 4;    ///< somebody looks at the steps

  bool any(std::uint32_t flags) const {
    return (word_.load(std::memory_order_acquire) & flags) != 0;
  }

  void set(std::uint32_t flag, bool on) {
    if (on) {
      word_.fetch_or(flag, std::memory_order_acq_rel);
    } else {
      word_.fetch_and(~flag, std::memory_order_acq_rel);
    }
  }

  // How many of those who look keep the actor from stepping.
  bool held() const { return word_.load(std::memory_order_acquire) >= one; }
  void hold() { word_.fetch_add(one, std::memory_order_acq_rel); }
  /// True when nobody does any more.
  bool release() { return word_.fetch_sub(one, std::memory_order_acq_rel) < 2 * one; }

 private:
  static constexpr std::uint32_t one = 1U << 8;
  std::atomic<std::uint32_t> word_{0};
};

}  // namespace omma::flow
