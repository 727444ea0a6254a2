// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "runtime/flow/scheduler.hpp"

namespace omma::flow {

/// Lets a thread that is none of the pool run in line what it makes ready and is light. It lives
/// on that thread and serves it from its construction to its end, when what is left has run.
///
/// Where another scheduler than ours runs there is no line: whatever is made ready is CAF's to run.
class InlineWorker {
 public:
  explicit InlineWorker(caf::actor_system& system);
  ~InlineWorker();
  InlineWorker(const InlineWorker&) = delete;
  InlineWorker& operator=(const InlineWorker&) = delete;

  /// Runs what was made ready, and what that makes ready.
  void run() {
    if (worker_) worker_->run_line();
  }

  /// Resumes a supervised actor until it waits, and runs what its turns make ready.
  void take_turns(caf::resumable* actor);

 private:
  void take_turns_plainly(caf::resumable* actor);

  caf::actor_system& system_;
  std::optional<Worker> worker_;  // nothing where another scheduler runs
};

}  // namespace omma::flow
