// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <span>
#include <vector>

#include "runtime/hosts/answer_wait.hpp"
#include "runtime/hosts/rhythm.hpp"

namespace omma::hosts {

/// Keeps the thread that collects, and the host, awake when a message is due: to be woken by one
/// may take longer than a step. Thread-safe.
///
/// A body works without it (`Services::early_waking`). To remove it, delete
///   - early_waking.{hpp,cpp}, rhythm.hpp and their tests, here and in CMakeLists.txt,
///   - `Socket::look`,
///   - the lines of hosted_*.{hpp,cpp} that name `early_` or `early_waking`,
///   - `_awake.py`, `_rehearsal.py`, and the lines of `_channel.py` that name `awake` or `rehears`
///     (there the next message is then received from the socket),
///   - `rehearse` and `rehearsed` in wire.hpp, conversation.cpp and `_wire.py`.
class EarlyWaking {
 public:
  /// `clock`: of the steps of the body.
  EarlyWaking(bool source, const StepClock& clock) : source_(source), clock_(clock) {}

  void note_begin();

  /// A step was sent; kept where it may be rehearsed.
  void note_sent(std::span<const std::byte> step);

  /// What was sent is not to be rehearsed: another process serves, or will soon.
  void forget_step();

  /// A message came.
  void note_message();

  /// The answer to a rehearsal came. False when there was none to answer.
  bool take_rehearsed();

  /// Another process serves from now on, which was asked nothing.
  void begin_process();

  /// Looks for a message where one is due, else returns at once. `idle`: the host does not wait
  /// for memory. True when one came.
  bool look(Socket& socket, AnswerWait& wait, bool idle, std::span<const std::byte>& message);

 private:
  bool await_due(Socket& socket, AnswerWait& wait, std::span<const std::byte>& message);
  bool rehearse(const Socket& socket, const Rhythm::Window& due);

  const bool source_;
  const StepClock& clock_;

  std::mutex mutex_;  // guards these three; what follows is of the thread that collects
  Rhythm rhythm_;     // of steps; of a source, of the wishes that follow its answers
  std::vector<std::byte> last_step_;  // as it was sent
  int rehearsals_ = 0;                // that are not answered

  std::int64_t last_message_ns_ = 0;
  std::int64_t gap_ns_ = 1'000'000;  // between messages, as of late
  std::int64_t rehearsed_for_ = 0;   // the beginning of the window
};

}  // namespace omma::hosts
