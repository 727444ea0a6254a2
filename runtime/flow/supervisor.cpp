// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/supervisor.hpp"

#include <algorithm>
#include <caf/actor_system.hpp>

#include "runtime/flow/flow_actor.hpp"

namespace omma::flow {
namespace {
using restart_atom = caf::atom_constant<caf::atom("restart")>;
}  // namespace

Supervisor::Supervisor(caf::actor_config& config, Ward ward, Shared& shared, Completion& completion)
    : caf::event_based_actor(config), ward_(ward), shared_(shared), completion_(completion) {}

caf::behavior Supervisor::make_behavior() {
  set_down_handler([this](const caf::down_msg& down) { child_down(down); });
  for (const auto& node : ward_.nodes) {
    add(*node, nullptr);
    auto* replicated = dynamic_cast<ReplicatedNode*>(node.get());
    if (replicated == nullptr) continue;
    for (const auto& replica : replicated->replicas()) add(*node, replica.get());
  }
  running_ = children_.size();
  for (Child& child : children_) spawn_child(child);
  return {[this](restart_atom, std::uint64_t index) { restart(index); },
          [this](halt_atom) {
            for (std::size_t i = 0; i < children_.size(); ++i) restart(i);
          }};
}

void Supervisor::add(Node& node, Replica* replica) {
  Child& child = children_.emplace_back(node, replica);
  const bool steps_here = replica != nullptr || dynamic_cast<InlineNode*>(&node) != nullptr;
  if (!node.kind().contract.heavy || !steps_here) return;
  child.home = ward_.threads.emplace_back(std::make_unique<PrivateThread>(home_system())).get();
}

void Supervisor::spawn_child(Child& child) {
  child.actor = caf::actor_cast<caf::actor>(
      spawn<FlowActor, caf::monitored + caf::lazy_init>(child.task(), child.home));
  static_cast<FlowActor*>(caf::actor_cast<caf::abstract_actor*>(child.actor))->attach();
  if (child.replica == nullptr) child.node->start(home_system());
}

void Supervisor::child_down(const caf::down_msg& down) {
  const auto found = std::find_if(children_.begin(), children_.end(),
                                  [&](const Child& child) { return child.actor == down.source; });
  if (found == children_.end()) return;
  found->task().join();
  if (down.reason == caf::exit_reason::normal) {
    end_requests(*found);
    if (WorkerBody* body = found->body()) body->close();
    child_finished();
  } else {
    child_failed(static_cast<std::size_t>(found - children_.begin()));
  }
}

void Supervisor::tell(const Child& child, Event::Kind kind, const std::string& text) const {
  shared_.events(event_of(kind, child.node->planned().name, text));
}

/// Nobody serves them any more.
void Supervisor::end_requests(Child& child) {
  if (WorkerBody* body = child.body()) body->requests().end();
}

void Supervisor::child_failed(std::size_t index) {
  Child& child = children_[index];
  const Error error = child.task().error();
  if (shared_.halt) return give_up(child, error);
  const auto pause = child.policy.failed(std::chrono::nanoseconds(now_ns()));
  if (pause) {
    child.waits = true;
    delayed_send(this, *pause, restart_atom::value, static_cast<std::uint64_t>(index));
    return;
  }
  if (pause.error().code == Code::exhausted) tell(child, Event::Kind::error, pause.error().what);
  give_up(child, error);
}

/// Once for each failure: when its time has come, or at once when the run is to end.
void Supervisor::restart(std::size_t index) {
  Child& child = children_[index];
  if (!std::exchange(child.waits, false)) return;
  WorkerBody* body = child.body();
  if (body != nullptr) body->stats().restarts.fetch_add(1, std::memory_order_relaxed);
  auto made = child.replica != nullptr ? body->make() : child.node->prepare();
  if (!made) {
    tell(child, Event::Kind::error, "it does not start again: " + made.error().text());
    child_failed(index);
    return;
  }
  tell(child, Event::Kind::restarted, "a new instance takes over");
  spawn_child(child);
}

/// The graph has failed: sources stop, everything else drains.
void Supervisor::give_up(Child& child, const Error& error) {
  completion_.fail(error);
  end_requests(child);
  if (child.replica != nullptr) {
    static_cast<ReplicatedNode*>(child.node)->fail(error);
  } else {
    child.node->abandon();
  }
  for (const auto& node : ward_.nodes) node->drain();
  child_finished();
}

void Supervisor::child_finished() {
  if (--running_ > 0) return;
  children_.clear();
  completion_.finish();
  quit();
}

}  // namespace omma::flow
