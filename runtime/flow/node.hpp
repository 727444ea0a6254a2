// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/base/activity.hpp"
#include "runtime/base/event.hpp"
#include "runtime/flow/bodies.hpp"
#include "runtime/flow/inlets.hpp"
#include "runtime/flow/joiners.hpp"
#include "runtime/flow/node_flags.hpp"
#include "runtime/flow/outlets.hpp"
#include "runtime/flow/preparation.hpp"
#include "runtime/flow/task.hpp"
#include "runtime/flow/worker_body.hpp"
#include "runtime/plan/plan.hpp"

namespace caf {
class actor_system;
}

namespace omma::flow {

/// What all nodes of a running graph share.
struct Shared {
  std::atomic<bool> started{false};  ///< actors take turns
  std::atomic<bool> halt{false};     ///< stop between two frames; what is queued stays in flight
  Slab* slab = nullptr;
  std::uint64_t frames = 0;  ///< each source ends after so many; 0 = when it has no more
  EventSink events;
  Bodies* bodies = nullptr;
  Activity* activity = nullptr;
};

/// One actor of the graph: its edges, and the task that moves frames from one to the other.
/// Owned by the graph; a failed body is replaced, the edges and what they hold stay.
class Node : public Task {
 public:
  Node(const PlannedActor& planned, const Kind& kind, Shared& shared);

  /// Makes the body, or makes it anew after a failure. No turn may be under way.
  virtual Result<void> prepare() = 0;

  /// What the first `prepare` does, in parts that may be done at the same time.
  virtual std::vector<Preparation> preparations() {
    return {{nullptr, [this] { return prepare(); }}};
  }

  /// Called when an actor takes the turns from now on. A source starts its thread.
  virtual void start(caf::actor_system&) {}

  /// Takes no more frames and sends none: the actor failed for good. No turn may be under way.
  virtual void abandon();

  /// The inputs are to end; of a source: it stops.
  virtual void drain() {}

  /// The run is over: threads of its own, which may still run other actors in line, have ended
  /// when this returns.
  virtual void release_threads() {}

  /// `Shared::halt` was set: whoever sleeps has to see it.
  virtual void halt() { signal(); }

  /// All edges are known now.
  void connected();

  /// What it did, all replicas together.
  struct Summary {
    std::uint64_t processed = 0;
    std::uint64_t errors = 0;
    std::uint64_t restarts = 0;
    std::uint64_t copied_pixels = 0;
    std::uint64_t missed = 0;
    std::int64_t busy_ns = 0;
    double p50_ns = 0;
    double p99_ns = 0;
    int in_step = 0;
    std::int64_t step_ns = 0;  ///< that the longest of the steps under way takes by now

    /// Of one more copy.
    void add(const Summary& copy);
  };
  virtual Summary summary() const = 0;
  virtual WorkerBody* body() { return nullptr; }

  /// At which frame its longest step under way is, and where, in several lines; empty when that
  /// can not be told.
  virtual std::string whereabouts() const { return ""; }

  /// Sets a parameter that was checked and returns the value in force. An error: the actor refuses
  /// it, or can not be asked; nothing has changed then.
  virtual Result<Value> set(const std::string& param, const Value& value) = 0;

  /// Parameters that only the instance knows, as they are now.
  virtual Result<std::vector<Param>> params() { return std::vector<Param>(); }

  /// The value in force of a parameter, as the instance knows it.
  virtual Result<std::optional<Value>> value(const std::string&) { return std::optional<Value>(); }

  /// Those who look see no more: the run is over.
  void end_observation();

  Self self() const;
  /// Makes an instance of a copy.
  std::unique_ptr<Body> make_body(int replica, const Self& self) const {
    return shared_.bodies->make(planned_, kind_, replica, self);
  }
  std::shared_ptr<BodyHost> body_host(int replica = 0) const {
    return shared_.bodies->host(planned_, kind_, replica);
  }
  const PlannedActor& planned() const { return planned_; }
  const Kind& kind() const { return kind_; }

  /// Who looks at the steps. `forget`: false when it does not.
  void observe_steps(std::shared_ptr<Observer> observer);
  bool forget_steps(const Observer& observer);

 protected:
  void report(const Error& error, const Frame& frame);
  void refuse(Edge::Refusal refusal);

  void show_step(Sighting::What what, const Frame& frame, std::uint64_t sequence);
  /// An observer has the step with this frame fail.
  bool faulty(const Frame& frame) const { return steps_.fault(frame) != Fault::none; }
  bool steps_observed() const { return flags_.any(NodeFlags::steps_observed); }

  /// What a turn offered and took is told once, at its end.
  void tell_neighbours() {
    outlets.notify();
    if (single_ != nullptr) return single_->offer_room();
    for (const Inlet& inlet : inlets) {
      if (inlet.edge != nullptr) inlet.edge->offer_room();
    }
  }

  /// Consumers that wait for this frame elsewhere learn when it does not come.
  void emit(Outputs& outputs, std::uint64_t sequence) {
    const bool gaps = outlets.tells_gaps() &&
                      (kind_.contract.rate != Rate::one || outputs.sent.size() < outlets.ports());
    outlets.send(outputs);
    if (gaps) outlets.pass(sequence);
  }

  static Summary summarise(const Stats& stats);

  tl::unexpected<Error> has_ended() const;

  /// Has work done with an instance between two of its steps. An error: it could not be asked.
  Result<void> ask(WorkerBody& worker, const Requests::Work& work,
                   const std::function<void()>& wake) const;

  Joiner::Found next(InputSet& set) {
    return single_ != nullptr ? single_->next(set) : joiner_->next(set);
  }

  void deliver(InputSet& set) {
    single_ != nullptr ? single_->deliver(set) : flow::deliver(set, inlets);
  }

  // What each step touches lies together.
  NodeFlags flags_;
  OneInlet* single_ = nullptr;  // `joiner_`, when it is this one
  std::unique_ptr<Joiner> joiner_;
  const PlannedActor& planned_;
  const Kind& kind_;
  Shared& shared_;

 public:
  std::vector<Inlet> inlets;
  Outlets outlets;

 private:
  std::mutex observe_mutex_;  // who looks, and the flag that says so, change together
  Observed steps_;
};

/// A node with one instance that steps here.
class SingleNode : public Node {
 public:
  Result<Value> set(const std::string& param, const Value& value) override;
  Result<std::vector<Param>> params() override;
  Result<std::optional<Value>> value(const std::string& param) override;

 protected:
  using Node::Node;

  /// Whoever steps the instance is to look for requests.
  virtual void wake() = 0;

 private:
  /// What `read` says of the instance, or why it can not be asked.
  template <class R, class F>
  Result<R> asked(F read);
};

/// A node that steps by itself.
class InlineNode final : public SingleNode {
 public:
  InlineNode(const PlannedActor& planned, const Kind& kind, Shared& shared);

  Result<void> prepare() override { return body_.make(); }
  Turn run() override;
  Weight weight() const override { return body_.weight(); }
  std::optional<std::int64_t> deadline() const override { return joiner_->deadline(); }
  Summary summary() const override { return summarise(body_.stats()); }
  WorkerBody* body() override { return &body_; }
  std::string whereabouts() const override { return body_.whereabouts(); }

 private:
  void wake() override { signal(); }
  Turn take_turn();
  bool step();
  Result<void> observed_step();
  Turn rest();
  Turn finish();

  InputSet set_;
  Outputs outputs_;
  bool finishing_ = false;
  WorkerBody body_;
};

/// The frame that names the set in messages: the first that is there.
const Frame& first_of(const InputSet& set);

}  // namespace omma::flow
