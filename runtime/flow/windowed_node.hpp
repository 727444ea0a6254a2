// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "runtime/flow/node.hpp"

namespace omma::flow {

/// One frame set under way in a node that works on several.
struct Cell {
  explicit Cell(std::size_t inlets) : set(inlets) {}

  InputSet set;
  std::uint64_t sequence = 0;
  bool faulty = false;  ///< an observer has this step fail
  Outputs outputs;
  std::optional<Error> error;
  std::atomic<bool> done{false};
};

/// A node whose frames are worked on by others, several at a time. They enter a window in order,
/// are handed out, and the results leave in the same order.
class WindowedNode : public Node {
 public:
  Weight weight() const override { return Weight::light; }
  std::optional<std::int64_t> deadline() const override { return joiner_->deadline(); }
  void abandon() override;

 protected:
  WindowedNode(const PlannedActor& planned, const Kind& kind, Shared& shared, std::size_t cells);

  /// A cell has entered the window; whoever works on it sets `done` at last and signals the node.
  virtual void dispatch(Cell& cell) = 0;

  /// The node ends with this error of a cell, once what came before has left.
  virtual bool fatal(const Error&) { return false; }

  /// Nothing more will enter and everything has left.
  virtual Turn end() = 0;

  /// Sets a parameter of the copy with this index.
  using SetOne = std::function<Result<Value>(std::size_t copy, const Value& value)>;

  /// All copies take the value, or none; one value at a time. `before`: what all have.
  Result<Value> set_copies(const Value& value, const std::function<Result<Value>()>& before,
                           const SetOne& set_one);

  Turn take_turn();
  bool emit_next();
  Turn finish();
  Cell& cell(std::uint64_t number) { return *window_[number % window_.size()]; }

  std::vector<std::unique_ptr<Cell>> window_;
  std::uint64_t emitted_ = 0;               // cells before this one have left
  std::atomic<std::uint64_t> admitted_{0};  // cells before this one have entered

 private:
  bool admit();

  std::mutex set_mutex_;  // one parameter after the other

  bool ending_ = false;  // nothing more will enter
  bool failed_ = false;  // a cell had an error that was fatal
};

}  // namespace omma::flow
