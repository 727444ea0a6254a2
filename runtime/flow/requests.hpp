// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

#include "runtime/contract/body.hpp"

namespace omma::flow {

/// What others want of a body while its actor runs. It is done between two steps, by whoever steps
/// the body, and the one who asked waits for it.
class Requests {
 public:
  using Work = std::function<void(Body&)>;
  enum class Outcome : std::uint8_t {
    done,
    ended,  ///< the actor steps no more; nothing was done
    late    ///< the actor does not come back from its step; nothing is done any more
  };

  /// `wake`: has the actor look. Not by the thread that steps the body.
  Outcome ask(Work work, const std::function<void()>& wake, std::chrono::nanoseconds patience);

  // ---- by whoever steps the body

  bool any() const { return any_.load(std::memory_order_relaxed); }
  void serve(Body& body);

  /// Nobody serves any more.
  void end();

 private:
  struct Request {
    Work work;
    enum { waiting, taken, done } state = waiting;
  };

  std::mutex mutex_;  // guards what follows
  std::condition_variable settled_;
  std::deque<std::shared_ptr<Request>> waiting_;
  bool ended_ = false;
  std::atomic<bool> any_{false};  // asked before each turn
};

}  // namespace omma::flow
