// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/answer_wait.hpp"

#include <algorithm>

#include "runtime/hosts/wire.hpp"

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{100};  // of a source that waits, whether it is to end
constexpr milliseconds time_to_end{1000};   // for a source that is asked to

}  // namespace

AnswerWait::AnswerWait(const HostedActor& actor, const StepClock& clock)
    : source_(actor.contract.source()),
      deadline_(actor.host == nullptr ? 0 : actor.spec().deadline_ms),
      clock_(clock),
      memory_limit_(actor.host == nullptr ? 0 : actor.spec().memory_mb),
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

/// A source may take its time for a step, but not to hand over or to take a parameter.
bool AnswerWait::late() const {
  if (!clock_.runs() || (source_ && clock_.stepping())) return false;
  return clock_.passed() >= deadline_;
}

Socket::Heard AnswerWait::receive(Socket& socket, std::span<const std::byte>& message) {
  if (std::exchange(exact_, false) && !socket.await(time_left())) return Socket::Heard::nothing;
  return socket.receive(buffer_, usual(), message);
}

/// A source may take its time, until it is told to end.
AnswerWait::Verdict AnswerWait::judge(const Process& process, const Self& self) {
  if (memory_limit_.exceeded_by(process)) return Verdict::over_memory_limit;
  if (late()) return Verdict::late;
  if (!source_) {
    end_exactly();
    return Verdict::go_on;
  }
  if (self.stopping && self.stopping()) time_stopping_ += usual();
  return time_stopping_ >= time_to_end ? Verdict::stopped : Verdict::go_on;
}

}  // namespace omma::hosts
