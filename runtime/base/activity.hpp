// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace omma {

/// Whether anybody in a graph is at work: as long as somebody is, frame memory may be given back.
/// Thread-safe.
class Activity {
 public:
  /// `in_step`: how many steps are under way.
  explicit Activity(std::function<int()> in_step) : in_step_(std::move(in_step)) {}

  bool at_rest() const { return in_step_() <= waiting_.load(std::memory_order_relaxed); }

 private:
  friend class Patience;
  const std::function<int()> in_step_;
  std::atomic<int> waiting_{0};  // steps that wait for frame memory
};

/// One wait for frame memory.
class Patience {
 public:
  /// Who waits, and where.
  struct Waiter {
    Activity* activity = nullptr;  ///< null: nobody else is at work
    bool in_step = true;
  };

  Patience(const Waiter& waiter, std::chrono::nanoseconds limit);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  /// False once nobody else has been at work for so long. Asked again and again.
  bool lasts();

 private:
  const Waiter waiter_;
  const std::chrono::nanoseconds limit_;
  std::optional<std::int64_t> at_rest_since_ns_;
};

}  // namespace omma
