// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
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
  enum class Verdict { go_on, late, over_memory_limit, halted, stopped };

  AnswerWait(const HostedActor& actor, const StepClock& clock);

  /// A wait for the next answer begins.
  void begin() { exact_ = false; }

  /// What it was asked to end in time has ended; its last words have their own time.
  void begin_end() { stopping_since_ns_.reset(); }

  /// Waits a while for a message.
  Socket::Heard receive(Socket& socket, std::span<const std::byte>& message);

  /// Of one that may have said something, but not what is waited for: who talks for ever is late,
  /// too.
  Verdict judge_talker(const Self& self);

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
  bool kept_waiting(const Self& self);
  bool halted(const Process& process);

  const bool source_;
  const bool declared_;  // the deadline, so it counts for the steps of a source, too
  const std::chrono::milliseconds deadline_;
  const StepClock& clock_;
  MemoryLimit memory_limit_;
  std::vector<std::byte> buffer_;
  std::optional<std::int64_t> stopping_since_ns_;  // a source was told to end
  std::int64_t looked_ns_ = 0;                     // whether the process is stopped
  bool exact_ = false;
};

}  // namespace omma::hosts
