// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "runtime/flow/windowed_node.hpp"

namespace omma::flow {

class ReplicatedNode;

/// One of the copies of an actor: takes the next unclaimed cell whenever it is free.
class Replica final : public Task {
 public:
  Replica(ReplicatedNode& node, int index);

  Turn run() override;
  Weight weight() const override { return body_.weight(); }

  WorkerBody& body() { return body_; }
  const WorkerBody& body() const { return body_; }

  /// True when it rested and is now expected to look for work.
  bool rouse() { return resting_.load(std::memory_order_relaxed) && resting_.exchange(false); }

 private:
  ReplicatedNode& node_;
  WorkerBody body_;
  std::atomic<bool> resting_{true};
};

/// A node whose frames are worked on by several replicas at a time.
class ReplicatedNode final : public WindowedNode {
 public:
  ReplicatedNode(const PlannedActor& planned, const Kind& kind, Shared& shared);

  Result<void> prepare() override;
  Turn run() override;
  Summary summary() const override;
  std::string whereabouts() const override;
  Result<Value> set(const std::string& param, const Value& value) override;

  std::vector<std::unique_ptr<Replica>>& replicas() { return replicas_; }

  void halt() override;

  /// A replica failed for good. From any thread; the node fails at its next turns.
  void fail(const Error& error);

 private:
  friend class Replica;
  Cell* claim();
  void dispatch(Cell& cell) override;
  Turn end() override;
  Turn fail_in_order();
  void dismiss_replicas();

  std::vector<std::unique_ptr<Replica>> replicas_;
  std::atomic<std::uint64_t> claimed_{0};  // cells before this one belong to a replica
  std::atomic<bool> failing_{false};
  std::atomic<bool> ended_{false};  // the replicas have nothing more to do
};

}  // namespace omma::flow
