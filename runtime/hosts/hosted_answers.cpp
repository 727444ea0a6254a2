// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "runtime/base/clock.hpp"
#include "runtime/hosts/hosted_body.hpp"

// What the process that serves says, and the wait for it.

namespace omma::hosts {
namespace {

constexpr std::size_t most_kept = 32;  // frames

}  // namespace

// ---- waiting; without the mutex, but for moments

HostedBody::Heard HostedBody::listen(const Self& self, std::span<const std::byte>& message) {
  ActorInstance& serving = *versions_.serving();
  Socket& socket = serving.conversation().socket();
  wait_.begin();
  const auto verdict = talks_ ? wait_.judge_talker(self) : AnswerWait::Verdict::go_on;
  if (verdict != AnswerWait::Verdict::go_on)
    return verdict == AnswerWait::Verdict::late ? Heard::late : Heard::stopped;
  bool came = early_ && early_->look(socket, wait_, !memory_.waiting(), message);
  while (!came) {
    const auto heard =
        memory_.waiting() ? await_memory(socket, message) : wait_.receive(socket, message);
    came = heard == Socket::Heard::message;
    if (heard == Socket::Heard::closed) {
      const Lock lock(mutex_);
      return interrupted_ ? Heard::stopped : Heard::died;
    }
    if (heard != Socket::Heard::nothing) continue;
    switch (wait_.judge(*serving.process(), self)) {
      case AnswerWait::Verdict::over_memory_limit: return Heard::over_memory_limit;
      case AnswerWait::Verdict::late: return Heard::late;
      case AnswerWait::Verdict::halted: return Heard::halted;
      case AnswerWait::Verdict::stopped: return Heard::stopped;
      case AnswerWait::Verdict::go_on: break;
    }
  }
  if (early_) early_->note_message();
  talks_ = true;
  return Heard::message;
}

/// Waits a while for what is needed, or for a message. None of that time counts for the deadline
/// of the step.
Socket::Heard HostedBody::await_memory(Socket& socket, std::span<const std::byte>& message) {
  if (socket.await(std::chrono::milliseconds(0))) return wait_.receive(socket, message);
  const MemoryNeed need = memory_.need();
  const std::int64_t since = now_ns();
  const SlotRef slot = memory_.await();
  const Lock lock(mutex_);
  steps_.excuse(now_ns() - since);
  const std::uint64_t kept = versions_.serving()->conversation().leases().room_kept();
  const bool may_come = memory_.may_come(kept);
  if (!slot && may_come) return Socket::Heard::nothing;
  grant(need, slot ? slot : memory_.outputs().take(need.bytes));
  memory_.end();
  return Socket::Heard::nothing;
}

// ---- taking

/// Hears one message, or of the end of the process. What became of the oldest step; nothing as long
/// as it is under way.
std::optional<Result<void>> HostedBody::hear_one(const Self& self, Outputs& outputs) {
  if (auto serving = serve(self); !serving) return serving;
  if (versions_.serving() == nullptr) return std::nullopt;  // a request was settled without one
  std::span<const std::byte> message;
  const Heard heard = listen(self, message);
  if (heard == Heard::stopped) return fail(Code::stopped, "it was stopped in a step");
  auto said = heard == Heard::message ? read_message(message) : fail(Code::failed, describe(heard));
  const auto sound = said ? check_expected(*said) : tl::make_unexpected(said.error());
  if (sound) return take(*said, self, outputs);
  auto handled = handle_exit(sound.error().text(), self);
  if (handled) return std::nullopt;
  outputs.clear();
  return handled;
}

/// What nobody asked for ends its process: nothing that it says later can be believed.
Result<void> HostedBody::check_expected(const Received& said) {
  const Lock lock(mutex_);
  const bool sent = !steps_.empty() && steps_.front().sent;
  const bool asked = sent && steps_.front().request;
  const bool waits = memory_.waiting();  // until it is granted what it needs it has no answer
  const bool of_front = sent && !waits && said.head.number == steps_.front().number;
  const Leases& leases = versions_.serving()->conversation().leases();
  bool expected = false;
  switch (said.head.kind) {
    case Message::result: expected = of_front && !asked; break;
    case Message::end: expected = of_front && !asked && actor_.contract.source(); break;
    case Message::error: expected = of_front; break;
    case Message::configured: expected = of_front && asked; break;
    case Message::state: expected = versions_.handing_over(); break;
    case Message::rehearsed: expected = early_ && early_->take_rehearsed(); break;
    case Message::need:
      expected = !waits && (said.need.for_state ? versions_.handing_over() : sent);
      break;
    case Message::release:
      expected = std::ranges::all_of(said.leases, [&](auto lease) { return leases.find(lease); });
      break;
    default: break;
  }
  if (expected) return {};
  return fail(Code::invalid, "its host sent a message of the kind '" +
                                 std::string(name(said.head.kind)) + "' that nobody asked for");
}

/// What became of the oldest step; nothing as long as it is under way.
std::optional<Result<void>> HostedBody::take(Received& said, const Self& self, Outputs& outputs) {
  const Lock lock(mutex_);
  switch (said.head.kind) {
    case Message::result: return take_results(said, self, outputs);
    case Message::end: outputs.end = true; return end_front(said.leases), Result<void>();
    case Message::error: return take_error(said);
    case Message::configured: take_settings(said); break;
    case Message::release: versions_.serving()->conversation().leases().end_all(said.leases); break;
    case Message::state:
      if (versions_.take_over(said)) start_serving();
      break;
    case Message::need: answer_need(said.need); break;
    default: break;
  }
  return std::nullopt;
}

/// Of the oldest step, or request.
std::optional<Result<void>> HostedBody::take_error(Received& said) {
  if (steps_.front().request) return take_settings(said), std::nullopt;
  const std::string text(said.rest.rest());
  const Code code = error_code(said.head.items);
  if (versions_.on_trial()) {
    go_back(text);
    return std::nullopt;
  }
  end_front(said.leases);
  return fail(code, text);
}

std::optional<Result<void>> HostedBody::take_results(Received& said, const Self& self,
                                                     Outputs& outputs) {
  Emission emission(steps_.front().inputs, self, params_.formats(), outputs);
  outputs.end = steps_.front().kind == Message::finish;
  auto done =
      results_.take(said.rest, said.head, versions_.serving()->conversation().leases(), emission);
  if (!done && versions_.on_trial()) {
    outputs.clear();
    go_back(done.error().text());
    return std::nullopt;
  }
  const std::string_view rest = said.rest.rest();
  if (done && !rest.empty() && !actor_.contract.source())
    done = fail(Code::invalid, "its host sent an invalid result: something follows it");
  if (done && actor_.contract.source()) source_state_ = rest;
  if (done && said.head.items > 0) gave_frames_ = true;
  if (done) versions_.count_good_step();
  end_front(said.leases);
  return done ? check_kept(*self.slab) : done;
}

/// The oldest step has ended: of what it was lent, the host keeps these leases and no others.
void HostedBody::end_front(const LeaseNumbers& kept) {
  if (auto* serving = versions_.serving()) {
    serving->conversation().leases().end_step(steps_.front().leases, kept);
    serving->forget_state();  // it came ahead of this step
  }
  steps_.end_front();
  memory_.end();
  send_waiting();
}

/// What is more than a quarter of a crowded memory holds up all others.
bool HostedBody::keeps_too_much(const Slab& memory) {
  const Leases& leases = versions_.serving()->conversation().leases();
  if (leases.size() > most_kept) return true;
  if (!memory.crowded()) return false;
  std::uint64_t kept = leases.pixels_in(memory);
  for (const PendingStep& step : steps_) {
    for (const Frame& input : step.inputs) {
      if (step.sent) kept -= std::min(kept, pixels_in(memory, input));
    }
  }
  return kept > memory.ceiling() / 4;
}

Result<void> HostedBody::check_kept(const Slab& memory) {
  if (!keeps_too_much(memory)) return {};
  kept_too_many_ = "it keeps " +
                   std::to_string(versions_.serving()->conversation().leases().size()) +
                   " frames of earlier steps";
  return fail(Code::exhausted, kept_too_many_ + "; keep copies: frame.copy()");
}

}  // namespace omma::hosts
