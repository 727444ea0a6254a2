// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/hosts/hosted_actor.hpp"
#include "runtime/hosts/memory_limit.hpp"
#include "runtime/hosts/step_clock.hpp"

namespace omma::hosts {

/// The wait for an answer of the process that serves, as long as its host allows. Used by the
/// thread that collects.
class AnswerWait {
 public:
  /// What to do when there was no answer.
  enum class Verdict { go_on, late, over_memory_limit, stopped };

  AnswerWait(const HostedActor& actor, const StepClock& clock);

  /// A wait for the next answer begins.
  void begin() {
    time_stopping_ = {};
    exact_ = false;
  }

  /// Waits a while for a message.
  Socket::Heard receive(Socket& socket, std::span<const std::byte>& message);

  /// None has come yet.
  Verdict judge(const Process& process, const Self& self);

  /// The next `receive` ends when the oldest step is late, not at a usual time.
  void end_exactly() { exact_ = true; }

  /// Until the oldest step is late.
  std::chrono::milliseconds time_left() const;

  std::span<std::byte> buffer() { return buffer_; }
  MemoryLimit& memory_limit() { return memory_limit_; }

 private:
  std::chrono::milliseconds usual() const;
  std::chrono::milliseconds until_look(std::chrono::milliseconds limit) const;
  bool late() const;

  const bool source_;
  const std::chrono::milliseconds deadline_;
  const StepClock& clock_;
  MemoryLimit memory_limit_;
  std::vector<std::byte> buffer_;
  std::chrono::milliseconds time_stopping_{0};  // since a source was told to end
  bool exact_ = false;
};

}  // namespace omma::hosts
