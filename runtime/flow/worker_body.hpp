// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runtime/contract/instance.hpp"
#include "runtime/flow/requests.hpp"
#include "runtime/flow/stats.hpp"
#include "runtime/flow/task.hpp"

namespace omma::flow {

class Node;

/// How a step fails that an observer has fail.
Result<void> injected_fault();

/// A body with everything around it: it is made anew after a failure, serves requests between two
/// steps, is timed, and its exceptions become errors.
class WorkerBody {
 public:
  /// The body of a copy of this node, which outlives it.
  WorkerBody(const Node& node, int replica);

  /// For the time in which this thread steps the instance: so it can be asked where it is.
  class AtWork {
   public:
    explicit AtWork(WorkerBody& body) : scope_(body.stepping_) {
      body.thread_.store(this_thread(), std::memory_order_relaxed);
    }

   private:
    DoingScope scope_;
  };

  /// The inputs of the steps from now on.
  void step_with(std::span<const Frame> inputs) { stepping_.at(inputs); }

  /// As `Node::whereabouts`.
  std::string whereabouts() const { return ask_thread(thread_, stepping_); }

  /// A new instance with the current parameters.
  Result<void> make();

  /// The instance goes: what it has open is closed.
  void close() { set_body(nullptr); }

  /// One step of the instance.
  [[gnu::always_inline]] Result<void> step(std::span<Frame> inputs, Outputs& outputs) {
    stopwatch_.begin();
    auto done = guarded([&] { return body_->step(inputs, self_, outputs); });
    stopwatch_.end();
    stats_.note_copies();
    if (!done && done.error().code != Code::interrupted)
      stats_.errors.fetch_add(1, std::memory_order_relaxed);
    return done;
  }
  Result<void> finish(Outputs& outputs);

  /// A step that fails because an observer asks for it.
  Result<void> failed_step();

  /// `Body::drain`. From any thread.
  bool drain();

  /// `Body::wake`. From any thread.
  void wake();

  /// Others ask for something; `serve` does it, between two steps.
  Requests& requests() { return requests_; }
  void serve() {
    if (requests_.any()) requests_.serve(*body_);
  }

  /// What a parameter was set to last.
  Value setting(const std::string& param) const;

  /// The same where no actor takes turns yet.
  void serve_now(const Requests::Work& work) { work(*body_); }

  /// Sets a parameter and returns the value in force. An error: everything is as before. Between
  /// two steps.
  Result<Value> change(const std::string& param, const Value& value);

  Weight weight() const { return stopwatch_.weight(); }
  int steps_per_turn() const { return stopwatch_.steps_per_turn(); }
  Self& self() { return self_; }
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  void set_body(std::unique_ptr<Body> body);
  std::optional<Value> value_of(const std::string& param) const;
  Error restore(const std::string& param, const std::optional<Value>& before, Error why);

  const Node& node_;
  const int replica_;
  Self self_;
  std::map<std::string, Value> params_;
  Stepping stepping_{self_};
  std::atomic<int> thread_{0};
  std::mutex body_mutex_;
  Requests requests_;
  // What each step touches lies together.
  std::unique_ptr<Body> body_;  // replaced under `body_mutex_`
  Stopwatch stopwatch_{stats_};
  Stats stats_;
};

}  // namespace omma::flow
