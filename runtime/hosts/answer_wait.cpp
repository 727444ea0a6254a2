// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/answer_wait.hpp"

#include <algorithm>

#include "runtime/base/clock.hpp"
#include "runtime/hosts/wire.hpp"

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{100};  // of a source that waits, whether it is to end
constexpr milliseconds time_to_end{1000};   // for a source that is asked to
constexpr milliseconds between_state_looks{1000};

}  // namespace

AnswerWait::AnswerWait(const HostedActor& actor, const StepClock& clock)
    : source_(actor.contract.source()),
      declared_(actor.spec().deadline_ms != 0),
      deadline_(actor.spec().step_deadline_ms()),
      clock_(clock),
      memory_limit_(actor.spec().memory_mb),
      buffer_(longest_message) {}

/// Not quite until a step is late that begins now, since the system may wake us an eighth later.
/// Always the same, so it is set once; what is left after it is waited for exactly.
milliseconds AnswerWait::usual() const {
  if (source_) return between_looks;
  return until_look(std::max(milliseconds(1), deadline_ - deadline_ / 8));
}

milliseconds AnswerWait::until_look(milliseconds limit) const {
  return memory_limit_.exists() ? std::min(limit, MemoryLimit::between_looks) : limit;
}

milliseconds AnswerWait::time_left() const {
  if (!clock_.runs()) return usual();
  const auto passed = std::chrono::floor<milliseconds>(clock_.passed());
  return until_look(std::max(milliseconds(1), deadline_ - passed));
}

/// A source may take its time for a step where no deadline is declared, but not to hand over or to
/// take a parameter.
bool AnswerWait::late() const {
  if (!clock_.runs() || (source_ && !declared_ && clock_.stepping())) return false;
  return clock_.passed() >= deadline_;
}

Socket::Heard AnswerWait::receive(Socket& socket, std::span<const std::byte>& message) {
  if (std::exchange(exact_, false) && !socket.await(time_left())) return Socket::Heard::nothing;
  return socket.receive(buffer_, usual(), message);
}

/// A source may take its time, until it is told to end.
bool AnswerWait::kept_waiting(const Self& self) {
  if (!source_ || !self.stopping || !self.stopping()) return stopping_since_ns_.reset(), false;
  if (!stopping_since_ns_) stopping_since_ns_ = now_ns();
  return now_ns() - *stopping_since_ns_ >= std::chrono::nanoseconds(time_to_end).count();
}

AnswerWait::Verdict AnswerWait::judge_talker(const Self& self) {
  if (late()) return Verdict::late;
  return kept_waiting(self) ? Verdict::stopped : Verdict::go_on;
}

/// A source without a deadline may be silent for ever, but not because somebody stopped it.
bool AnswerWait::halted(const Process& process) {
  const std::int64_t now = now_ns();
  if (now - looked_ns_ < std::chrono::nanoseconds(between_state_looks).count()) return false;
  looked_ns_ = now;
  return process.stopped();
}

AnswerWait::Verdict AnswerWait::judge(const Process& process, const Self& self) {
  if (memory_limit_.exceeded_by(process)) return Verdict::over_memory_limit;
  if (late()) return Verdict::late;
  if (!source_) {
    end_exactly();
    return Verdict::go_on;
  }
  if (kept_waiting(self)) return Verdict::stopped;
  return halted(process) ? Verdict::halted : Verdict::go_on;
}

}  // namespace omma::hosts
