// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::flow {

/// Decides whether what has failed starts again, and when. It reads no clock and starts nothing:
/// whoever asks says what time it is, by any clock that never goes back.
class RestartPolicy {
 public:
  using Time = std::chrono::nanoseconds;

  /// However often the back-off has doubled, no restart is farther away.
  static constexpr Time longest_pause = std::chrono::hours(24);

  explicit RestartPolicy(const PlannedActor& actor)
      : wanted_(actor.on_error == OnError::restart), limits_(actor.restart) {}

  /// For a failure at this time: how long to wait before the restart, which counts from now on, or
  /// why there is none. `Code::exhausted` says that there were too many.
  Result<Time> failed(Time now);

 private:
  void forget_before(Time time);
  Time pause_after(std::size_t earlier) const;

  bool wanted_;
  Restart limits_;
  std::deque<Time> restarts_;  // within the window, oldest first
};

}  // namespace omma::flow
