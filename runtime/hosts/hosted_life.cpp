// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "runtime/hosts/hosted_body.hpp"

// The processes that serve an actor, one after the other: how one begins, ends and is replaced.

namespace omma::hosts {

/// Returns when a process serves, or when a request was settled without one. A process is started
/// as soon as there is something to do.
Result<void> HostedBody::serve(const Self& self) {
  Lock lock(mutex_);
  replace_over_limit(self);
  while (versions_.serving() == nullptr && !interrupted_) {
    news_.wait(lock, [this] { return interrupted_ || !steps_.empty(); });
    if (interrupted_) break;
    if (!lost_place_.empty()) return end_source();
    auto loaded = load(lock);
    if (loaded || interrupted_ || versions_.has_successor()) continue;
    const bool died = loaded.error().code == Code::unavailable;
    if (died && self.replaced) self.replaced();
    if (steps_.front().request) {
      settle_front(tl::make_unexpected(loaded.error()), {});
      return {};  // whoever asked may be the one who collects
    }
    if (died && ++steps_.front().deaths <= actor_.spec().retries) continue;
    end_front({});
    return loaded;
  }
  if (interrupted_) return fail(Code::stopped, "it was stopped in a step");
  return {};
}

// ---- the next process

/// Loads the actor into the process that is to be used now, and sends it what is under way.
Result<void> HostedBody::load(Lock& lock) {
  if (versions_.take_over_without_state()) {  // the one that it was to take over from is gone
    start_serving();
    return {};
  }
  auto process = actor_.host->process(actor_.code.file);
  if (!process) return tl::make_unexpected(process.error());
  auto next = std::make_unique<ActorInstance>(std::move(*process));
  if (auto ready = load_into(*next, {}, lock); !ready) return ready;
  versions_.serve(std::move(next));
  start_serving();
  return {};
}

/// Loads the actor into the process of this instance; the mutex is free meanwhile. When that fails,
/// nobody is to use the process.
Result<void> HostedBody::load_into(ActorInstance& instance, const std::vector<std::string>& changed,
                                   Lock& lock) {
  auto ready = instance.ask_to_load(actor_, params_.values(), changed);
  if (ready) {
    loading_.push_back(&instance);
    lock.unlock();
    ready = instance.await_ready(actor_);
    lock.lock();
    std::erase(loading_, &instance);
  }
  if (!ready) actor_.discard(instance.process());
  return ready;
}

/// Another process serves from now on, and does what is under way, until the next version that
/// waits.
void HostedBody::start_serving() {
  steps_.forget_process();
  tell_unknown_params();
  steps_.restart_clock();
  memory_.end();
  if (early_) early_->begin_process();
  if (!pass_source_state()) return;
  send_waiting();
  if (versions_.has_successor()) ask_to_hand_over();
  if (actor_.services.reloader != nullptr) watch_files();
}

void HostedBody::ask_to_hand_over() {
  if (early_) early_->forget_step();
  versions_.ask_to_hand_over(steps_.last_number());
}

// ---- the end of a process

void HostedBody::discard_serving(const Self& self) {
  memory_.end();
  versions_.discard_serving();
  steps_.forget_process();
  if (self.replaced) self.replaced();
}

void HostedBody::go_back(const std::string& why) {
  versions_.go_back(why);
  start_serving();
}

/// What the process that serves has too much of; empty: nothing.
std::string HostedBody::over_limit() {
  std::string kept = std::exchange(kept_too_many_, {});
  const ActorInstance* serving = versions_.serving();
  if (serving == nullptr || !kept.empty()) return kept;
  MemoryLimit& limit = wait_.memory_limit();
  return limit.exceeded_by(*serving->process()) ? limit.text(*serving->process()) : "";
}

/// Between two steps: no frame is to blame. What it keeps is free then.
void HostedBody::replace_over_limit(const Self& self) {
  const std::string what = over_limit();
  const ActorInstance* serving = versions_.serving();
  if (what.empty() || serving == nullptr) return;
  if (versions_.on_trial()) {
    actor_.discard(serving->process());
    return go_back(what);
  }
  note_lost_place(what);
  if (lost_place_.empty())
    actor_.tell(Event::Kind::host_exited, what + "; another process takes over");
  discard_serving(self);
}

/// What the process did that serves.
std::string HostedBody::describe(Heard heard) {
  const ActorInstance& serving = *versions_.serving();
  if (heard == Heard::over_memory_limit) return wait_.memory_limit().text(*serving.process());
  if (heard == Heard::halted) return "somebody stopped its process (SIGSTOP)";
  if (heard != Heard::late) return serving.describe_exit();
  serving.process()->dump_stacks();
  return "it did not answer within " + std::to_string(actor_.spec().step_deadline_ms()) + " ms";
}

/// The process that serves can not go on. The step that it was at is done by the next one, unless
/// that has happened too often.
Result<void> HostedBody::handle_exit(const std::string& what, const Self& self) {
  const auto process = versions_.serving()->process();  // before the lock, to end after it
  const Lock lock(mutex_);
  const bool at_a_step = !steps_.empty() && steps_.front().sent;
  const bool blameless = process->killed_for_other_than(actor_.name);
  if (versions_.on_trial()) {
    actor_.discard(process);
    go_back(what);
    return {};
  }
  discard_serving(self);
  note_lost_place(what);
  if (blameless) return {};
  if (at_a_step && steps_.front().request) return give_up_request(what), Result<void>();
  if (!lost_place_.empty()) return {};  // `serve` tells
  const int deaths = at_a_step ? ++steps_.front().deaths : 0;
  if (deaths <= actor_.spec().retries) {
    actor_.tell(Event::Kind::host_exited, what + "; another process takes over");
    return {};
  }
  return give_up_front(
      what + (deaths == 1 ? "" : ", " + std::to_string(deaths) + " times with this frame"),
      process->last_output());
}

/// A source of which frames came, and which does not say where it is: another process would begin
/// anew, and give them once more under new numbers.
void HostedBody::note_lost_place(const std::string& what) {
  if (!actor_.contract.source() || !gave_frames_ || !source_state_.empty()) return;
  if (!steps_.empty() && steps_.front().kind == Message::finish) return;  // no frame is to come
  lost_place_ = what +
                "; it can not go on where it was: give it get_state and set_state, or let it "
                "begin anew with on_error = \"restart\"";
}

/// Whoever waits is told.
Result<void> HostedBody::end_source() {
  const auto error = fail(Code::unavailable, lost_place_);
  if (steps_.front().request) return settle_front(error, {}), Result<void>();
  end_front({});
  return error;
}

/// A source goes on where it was when it gave its last frame. False: it can not be told, so nobody
/// serves.
bool HostedBody::pass_source_state() {
  if (source_state_.empty()) return true;
  const SlotRef slot = versions_.serving()->process()->outputs()->try_take(source_state_.size());
  if (!slot) {
    lost_place_ =
        "there is no frame memory in which its next process could be told where it was; "
        "raise slab_mb";
    versions_.discard_serving();
    steps_.forget_process();
    return false;
  }
  std::memcpy(slot->bytes, source_state_.data(), source_state_.size());
  versions_.serving()->take_state(slot, source_state_.size());
  return true;
}

/// The process that was asked is gone: the next one has the values of before.
void HostedBody::give_up_request(const std::string& why) {
  actor_.tell(Event::Kind::host_exited, why + "; another process takes over");
  const std::string asked =
      steps_.front().request->wanted.empty() ? "what is in force" : "to take a value";
  settle_front(
      fail(Code::unavailable, "actor '" + actor_.name + "' was asked " + asked + ", but " + why +
                                  "; another process takes over with the values of before"),
      {});
}

/// The oldest step ends without a result.
Result<void> HostedBody::give_up_front(const std::string& why, const std::string& last_output) {
  Quarantined step;
  step.params = params_.values();
  step.what = why;
  step.last_output = last_output;
  step.inputs = steps_.front().inputs;
  const std::string kept = actor_.quarantine(std::move(step));
  end_front({});
  return fail(Code::quarantined, why + kept);
}

}  // namespace omma::hosts
