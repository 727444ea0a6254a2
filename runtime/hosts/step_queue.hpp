// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "runtime/hosts/hosted_params.hpp"
#include "runtime/hosts/leases.hpp"
#include "runtime/hosts/step_clock.hpp"

namespace omma::hosts {

/// A step that has begun, or a request that is done like one.
struct PendingStep {
  Message kind = Message::step;
  std::uint64_t number = 0;
  std::vector<Frame> inputs;
  LeaseNumbers leases;                              ///< of the process that serves
  int deaths = 0;                                   ///< of processes that were at it
  bool sent = false;                                ///< to the process that serves
  std::shared_ptr<ParamRequest> request = nullptr;  ///< null: it is a step
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

  void add_request(std::shared_ptr<ParamRequest> request) {
    add(Message::configure, {}).request = std::move(request);
  }

  /// Ahead of all others, none of which has been sent.
  void put_first(std::shared_ptr<ParamRequest> request) {
    PendingStep& step = steps_.emplace_front();
    step.kind = Message::configure;
    step.number = ++number_;
    step.request = std::move(request);
    restart_clock();
  }

  /// Takes back what has not been sent. False when it has.
  bool withdraw(const ParamRequest& request) {
    const auto found = std::ranges::find_if(
        steps_, [&](const PendingStep& step) { return step.request.get() == &request; });
    if (found == steps_.end() || found->sent) return false;
    const bool front = found == steps_.begin();
    steps_.erase(found);
    if (front) restart_clock();
    return true;
  }

  bool empty() const { return steps_.empty(); }
  PendingStep& front() { return steps_.front(); }
  bool is_front(const PendingStep& step) const { return &step == &steps_.front(); }
  auto begin() { return steps_.begin(); }
  auto end() { return steps_.end(); }

  void mark_sent(PendingStep& step) {
    step.sent = true;
    if (is_front(step)) clock_.set_stepping(step.request == nullptr);
  }

  /// The process that they were sent to is gone.
  void forget_process() {
    for (PendingStep& step : steps_) {
      step.leases.clear();
      step.sent = false;
    }
    clock_.set_stepping(false);
  }

  void end_front() {
    steps_.pop_front();
    restart_clock();
  }

  /// The oldest one has all its time again.
  void restart_clock() {
    if (empty()) return clock_.stop();
    clock_.start(front().sent && front().request == nullptr);
  }
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
