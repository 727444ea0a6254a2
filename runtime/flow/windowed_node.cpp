// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/windowed_node.hpp"

namespace omma::flow {

WindowedNode::WindowedNode(const PlannedActor& planned, const Kind& kind, Shared& shared,
                           std::size_t cells)
    : Node(planned, kind, shared) {
  for (std::size_t i = 0; i < cells; ++i) window_.push_back(std::make_unique<Cell>(inlets.size()));
}

/// Takes the next set in, when there is room in the window.
bool WindowedNode::admit() {
  const std::uint64_t number = admitted_.load(std::memory_order_relaxed);
  if (ending_ || number - emitted_ == window_.size()) return false;
  Cell& next = cell(number);
  const Joiner::Found found = joiner_->next(next.set);
  ending_ = found == Joiner::Found::end;
  if (found != Joiner::Found::set) return false;
  next.sequence = first_of(next.set).sequence();
  const bool observed = steps_observed();
  if (observed) show_step(Sighting::What::begun, first_of(next.set), next.sequence);
  next.faulty = observed && faulty(first_of(next.set));
  admitted_.store(number + 1, std::memory_order_seq_cst);
  dispatch(next);
  return true;
}

/// Sends the oldest result, if it is there.
bool WindowedNode::emit_next() {
  if (emitted_ == admitted_.load(std::memory_order_relaxed)) return false;
  Cell& oldest = cell(emitted_);
  if (!oldest.done.load(std::memory_order_acquire)) return false;
  if (steps_observed())
    show_step(oldest.error ? Sighting::What::lost : Sighting::What::done, {}, oldest.sequence);
  if (oldest.error) {
    failed_ = fatal(*oldest.error);
    report(*oldest.error, first_of(oldest.set));
    lose(oldest.set, inlets);
    oldest.outputs.clear();
    oldest.error.reset();
    outlets.pass(oldest.sequence);
  } else {
    deliver(oldest.set);
    emit(oldest.outputs, oldest.sequence);
  }
  oldest.done.store(false, std::memory_order_relaxed);
  ++emitted_;
  return true;
}

Task::Turn WindowedNode::take_turn() {
  for (;;) {
    if (shared_.halt.load(std::memory_order_relaxed)) return finish();
    if (!outlets.flush()) return Turn::idle;
    const bool sent = emit_next();
    if (std::exchange(failed_, false)) return Turn::failed;
    const bool took = admit();
    if (sent || took) continue;
    const bool empty = emitted_ == admitted_.load(std::memory_order_relaxed);
    if (empty && ending_) return end();
    if (empty && joiner_->passed() >= 0)
      outlets.pass(static_cast<std::uint64_t>(joiner_->passed()));
    return Turn::idle;
  }
}

Task::Turn WindowedNode::finish() {
  if (!shared_.halt.load(std::memory_order_relaxed)) refuse(Edge::Refusal::drop);
  outlets.close();
  return Turn::finished;
}

Result<Value> WindowedNode::set_copies(const Value& value,
                                       const std::function<Result<Value>()>& before,
                                       const SetOne& set_one) {
  const std::lock_guard lock(set_mutex_);
  auto now = before();
  if (!now) return now;
  Result<Value> in_force = value;
  for (std::size_t i = 0; i < static_cast<std::size_t>(planned_.replicas); ++i) {
    in_force = set_one(i, value);
    if (in_force) continue;
    while (i-- > 0) static_cast<void>(set_one(i, *now));
    break;
  }
  return in_force;
}

void WindowedNode::abandon() {
  for (; emitted_ < admitted_.load(); ++emitted_) lose(cell(emitted_).set, inlets);
  Node::abandon();
}

}  // namespace omma::flow
