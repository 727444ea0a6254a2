// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "runtime/flow/node.hpp"

namespace omma::flow {

class ReplicatedNode;

/// One frame set under way in a replicated node.
struct Cell {
  explicit Cell(std::size_t inlets) : set(inlets) {}

  InputSet set;
  std::uint64_t sequence = 0;
  Outputs outputs;
  std::optional<Error> error;
  std::atomic<bool> done{false};
};

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

/// A node whose frames are worked on by several replicas at a time. Frames enter a window in
/// order, each is stepped by whichever replica is free, and the results leave in the same order.
class ReplicatedNode final : public Node {
 public:
  ReplicatedNode(const PlannedActor& planned, const Kind& kind, Shared& shared);

  Result<void> prepare() override;
  Turn run() override;
  Weight weight() const override { return Weight::light; }
  std::optional<std::int64_t> deadline() const override { return joiner_->deadline(); }
  Summary summary() const override;
  void set(const std::string& param, const Value& value) override;

  std::vector<std::unique_ptr<Replica>>& replicas() { return replicas_; }

  void abandon() override;
  void halt() override;

  /// A replica failed for good. From any thread; the node fails at its next turns.
  void fail(const Error& error);

 private:
  friend class Replica;
  Cell* claim();
  Cell& cell(std::uint64_t number) { return *window_[number % window_.size()]; }
  bool admit();
  bool emit_next();
  void rouse_one();
  Turn take_turn();
  Turn fail_in_order();
  void dismiss_replicas();
  Turn finish();

  std::vector<std::unique_ptr<Cell>> window_;
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::uint64_t emitted_ = 0;               // cells before this one have left
  std::atomic<std::uint64_t> admitted_{0};  // cells before this one have entered
  std::atomic<std::uint64_t> claimed_{0};   // cells before this one belong to a replica
  std::atomic<bool> failing_{false};
  std::atomic<bool> ended_{false};  // the replicas have nothing more to do
  bool ending_ = false;             // nothing more will enter
};

}  // namespace omma::flow
