// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/event_based_actor.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "runtime/flow/private_thread.hpp"
#include "runtime/flow/replicated_node.hpp"
#include "runtime/flow/restart_policy.hpp"

namespace omma::flow {

/// Tells the supervisor that `Shared::halt` was set.
using halt_atom = caf::atom_constant<caf::atom("halt")>;

/// How the run ended; waited for by the graph's owner.
class Completion {
 public:
  /// `settle`: called when every actor has ended, before anybody hears of it.
  explicit Completion(std::function<void()> settle) : settle_(std::move(settle)) {}

  void finish() {
    settle_();
    const std::lock_guard lock(mutex_);
    done_ = true;
    ended_.notify_all();
  }
  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = error;
  }
  bool wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, time, [this] { return done_; });
  }
  std::optional<Error> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  const std::function<void()> settle_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::optional<Error> failure_;
};

/// One task under supervision and the actor that takes its turns at the moment.
struct Child {
  Child(Node& its_node, Replica* its_replica)
      : node(&its_node), replica(its_replica), policy(its_node.planned()) {}

  Node* node;
  Replica* replica;  ///< null: the node itself
  PrivateThread* home = nullptr;
  caf::actor actor;  ///< kept alive from here: nobody else may hold an idle actor
  RestartPolicy policy;
  bool waits = false;  ///< for its restart

  WorkerBody* body() const { return replica != nullptr ? &replica->body() : node->body(); }
  Task& task() const { return replica != nullptr ? static_cast<Task&>(*replica) : *node; }
};

/// Spawns the actors of a graph monitored, replaces those that fail as their policy says, and
/// ends when all have ended. The nodes and their edges belong to the graph and outlive it.
class Supervisor final : public caf::event_based_actor {
 public:
  /// The nodes, and the private threads that are added for them; both outlive the supervisor.
  struct Ward {
    std::vector<std::unique_ptr<Node>>& nodes;
    std::vector<std::unique_ptr<PrivateThread>>& threads;
  };

  Supervisor(caf::actor_config& config, Ward ward, Shared& shared, Completion& completion);

  caf::behavior make_behavior() override;

 private:
  void add(Node& node, Replica* replica);
  void spawn_child(Child& child);
  void child_down(const caf::down_msg& down);
  void tell(const Child& child, Event::Kind kind, const std::string& text) const;
  static void end_requests(Child& child);
  void child_failed(std::size_t index);
  void restart(std::size_t index);
  void give_up(Child& child, const Error& error);
  void child_finished();

  Ward ward_;
  Shared& shared_;
  Completion& completion_;
  std::vector<Child> children_;
  std::size_t running_ = 0;
};

}  // namespace omma::flow
