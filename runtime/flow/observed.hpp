// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/flow/observer.hpp"

namespace omma::flow {

/// A place that can be looked at. Where nobody does, that costs one load. Thread-safe.
class Observed {
 public:
  Observed() = default;
  ~Observed();
  Observed(const Observed&) = delete;
  Observed& operator=(const Observed&) = delete;

  bool any() const { return any_.load(std::memory_order_acquire); }

  /// From now on the observer sees what happens here. `gate`: of the actor whose frames these are.
  void attach(std::shared_ptr<Observer> observer, Gate& gate);

  /// Sees nothing any more when this returns. False when it did not look here.
  bool detach(const Observer& observer);

  void show(Sighting::What what, const Frame& frame, std::uint64_t sequence);
  void show_gap(std::uint64_t sequence);
  void show_end();

  /// Those who look are told what was shown; `show` does not wake them.
  void notify();

  /// What one of them asks for; `none` where none does.
  Fault fault(const Frame& frame) const;

  /// Calls `action` with each of them.
  template <class F>
  void for_each(F action) const {
    const std::lock_guard lock(mutex_);
    for (const auto& observer : observers_) action(*observer);
  }

 private:
  std::atomic<bool> any_{false};
  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::shared_ptr<Observer>> observers_;
  bool ended_ = false;
};

}  // namespace omma::flow
