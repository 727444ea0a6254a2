// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "runtime/base/error.hpp"

namespace omma::flow {

class FlowActor;

/// How a scheduler has to treat the next turn of a task.
enum class Weight : std::uint16_t {
  instant,  ///< less than a microsecond a step: not worth waking a thread for
  light,    ///< tens of microseconds: may run in line after the task that signalled it
  heavy     ///< takes long; at most one per core at a time
};

/// Work that an actor does whenever it is signalled: a node of the graph, or one of its replicas.
/// Outlives its actor: when that fails, a new one is attached and goes on where it stopped.
///
/// `signal` may come from any thread at any time. Turns never overlap, and none is lost: a signal
/// that arrives during a turn causes another one.
class Task {
 public:
  enum class Turn : std::uint8_t {
    idle,      ///< nothing to do until the next signal
    more,      ///< there is more to do, after others had their turn
    finished,  ///< for good
    failed     ///< `error()` says why; the actor ends and its supervisor decides
  };

  virtual ~Task() = default;

  /// One turn, on the thread of whoever schedules.
  virtual Turn run() = 0;
  virtual Weight weight() const = 0;

  /// Something changed: there may be work. Of a task that has a thread of its own, this wakes it.
  virtual void signal() { schedule_turn(); }

  /// Makes the actor take a turn.
  void schedule_turn();

  /// A turn is due then even without a signal (steady clock, ns). Asked after an idle turn of a
  /// task that `has_deadlines_`.
  virtual std::optional<std::int64_t> deadline() const { return std::nullopt; }

  /// Called once the actor is known to be down: what its turns did is visible from here on.
  void join() const { static_cast<void>(signals_.load(std::memory_order_acquire)); }

  const Error& error() const { return error_; }

  /// How far down the graph it is: edges from a source, on the longest way. Set before it runs.
  std::uint32_t depth = 0;

 protected:
  bool has_deadlines_ = false;

 private:
  friend class FlowActor;

  // 0: idle. Else a turn is scheduled or under way, and this counts the signals since the task was
  // idle, so that a turn can tell at its end whether one came after its beginning. Whoever makes
  // it 1 owns the right to enqueue `actor_`, which therefore cannot end meanwhile. Starts as
  // scheduled, so that signals before `attach` wait for it.
  std::atomic<std::uint64_t> signals_{1};
  FlowActor* actor_ = nullptr;

 protected:
  Error error_;
};

}  // namespace omma::flow
