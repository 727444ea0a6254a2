// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/flow/stats.hpp"
#include "runtime/flow/task.hpp"

namespace omma::flow {

class Node;

/// What the exception that is being handled says.
Error error_of_exception();

/// Calls a function of a body; what it throws comes back as an error.
template <class F>
Result<void> guarded(const F& function) {
  try {
    return function();
  } catch (...) {
    return tl::make_unexpected(error_of_exception());
  }
}

/// How a step fails that an observer has fail.
Result<void> injected_fault();

/// A body with everything around it: it is made anew after a failure, gets changed parameters
/// between two steps, is timed, and its exceptions become errors.
class WorkerBody {
 public:
  /// The body of a copy of this node, which outlives it.
  WorkerBody(const Node& node, int replica);

  /// A new instance with the current parameters.
  Result<void> make();

  /// One step of the instance.
  Result<void> step(std::span<Frame> inputs, Outputs& outputs) {
    stopwatch_.begin();
    auto done = guarded([&] {
      return changed_.load(std::memory_order_acquire) ? changed_step(inputs, outputs)
                                                      : body_->step(inputs, self_, outputs);
    });
    stopwatch_.end();
    stats_.note_copies();
    if (!done) stats_.errors.fetch_add(1, std::memory_order_relaxed);
    return done;
  }
  Result<void> finish(Outputs& outputs);

  /// A step that fails because an observer asks for it.
  Result<void> failed_step();

  /// Takes effect before the next step. From any thread.
  void set(const std::string& param, const Value& value);

  /// `Body::drain`. From any thread.
  bool drain();

  Weight weight() const { return stopwatch_.weight(); }
  int steps_per_turn() const { return stopwatch_.steps_per_turn(); }
  Self& self() { return self_; }
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  void set_body(std::unique_ptr<Body> body);
  Result<void> apply_changes();
  Result<void> changed_step(std::span<Frame> inputs, Outputs& outputs);

  const Node& node_;
  const int replica_;
  Self self_;
  std::map<std::string, Value> params_;
  std::unique_ptr<Body> body_;  // replaced under `changes_mutex_`
  Stats stats_;
  Stopwatch stopwatch_{stats_};

  std::mutex changes_mutex_;
  std::vector<std::pair<std::string, Value>> changes_;
  std::atomic<bool> changed_{false};
};

}  // namespace omma::flow
