// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "runtime/hosts/leases.hpp"
#include "runtime/hosts/step_clock.hpp"

namespace omma::hosts {

/// A step that has begun.
struct PendingStep {
  Message kind = Message::step;
  std::uint64_t number = 0;
  std::vector<Frame> inputs;
  LeaseNumbers leases;  ///< of the process that serves
  int deaths = 0;       ///< of processes that were at it
  bool sent = false;    ///< to the process that serves
};

/// The steps under way, oldest first: they end in the order in which they began. Not thread-safe;
/// its clock may be read by any thread.
class StepQueue {
 public:
  PendingStep& add(Message kind, std::span<const Frame> inputs) {
    if (empty()) clock_.start(false);
    PendingStep& step = steps_.emplace_back();
    step.kind = kind;
    step.number = ++number_;
    step.inputs.assign(inputs.begin(), inputs.end());
    return step;
  }

  bool empty() const { return steps_.empty(); }
  PendingStep& front() { return steps_.front(); }
  bool is_front(const PendingStep& step) const { return &step == &steps_.front(); }
  auto begin() { return steps_.begin(); }
  auto end() { return steps_.end(); }

  void mark_sent(PendingStep& step) {
    step.sent = true;
    if (is_front(step)) clock_.set_sent(true);
  }

  /// The process that they were sent to is gone.
  void forget_process() {
    for (PendingStep& step : steps_) {
      step.leases.clear();
      step.sent = false;
    }
    clock_.set_sent(false);
  }

  void end_front() {
    steps_.pop_front();
    restart_clock();
  }

  /// The oldest one has all its time again.
  void restart_clock() { return empty() ? clock_.stop() : clock_.start(front().sent); }
  void excuse(std::int64_t time_ns) { clock_.excuse(time_ns); }

  /// Of the step that began last.
  std::uint64_t last_number() const { return number_; }
  const StepClock& clock() const { return clock_; }

 private:
  std::deque<PendingStep> steps_;
  std::uint64_t number_ = 0;
  StepClock clock_;
};

}  // namespace omma::hosts
