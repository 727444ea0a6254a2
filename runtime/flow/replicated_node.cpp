// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/replicated_node.hpp"

#include <algorithm>

namespace omma::flow {
namespace {
constexpr std::size_t cells_per_replica = 2;  // one under way, one ready for when that is done
constexpr std::uint64_t no_more_claims = std::uint64_t{1} << 63;
}  // namespace

// ---- replica

Replica::Replica(ReplicatedNode& node, int index)
    : node_(node), body_(node.kind(), node.self(index), node.planned().params) {}

Task::Turn Replica::run() {
  for (;;) {
    if (node_.shared_.halt.load(std::memory_order_relaxed)) return Turn::finished;
    Cell* cell = node_.claim();
    if (cell == nullptr) {
      resting_.store(true, std::memory_order_seq_cst);
      cell = node_.claim();  // see ReplicatedNode::admit
      if (cell == nullptr)
        return node_.ended_.load(std::memory_order_seq_cst) ? Turn::finished : Turn::idle;
      resting_.store(false, std::memory_order_relaxed);
    }
    auto done = body_.step(cell->set.frames, cell->outputs);
    if (!done && done.error().code == Code::stopped) return Turn::finished;
    const bool fatal = !done && node_.planned().on_error != OnError::skip &&
                       done.error().code != Code::quarantined;
    if (!done) cell->error = done.error();
    if (fatal) error_ = done.error();
    cell->done.store(true, std::memory_order_release);
    node_.signal();
    if (fatal) return Turn::failed;
    if (body_.weight() == Weight::heavy) return Turn::more;
  }
}

// ---- node

ReplicatedNode::ReplicatedNode(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : Node(planned, kind, shared) {
  for (int i = 0; i < planned.replicas; ++i)
    replicas_.push_back(std::make_unique<Replica>(*this, i));
  const std::size_t count = replicas_.size();
  for (std::size_t i = 0; i < count * cells_per_replica; ++i) {
    window_.push_back(std::make_unique<Cell>(inlets.size()));
  }
}

Result<void> ReplicatedNode::prepare() {
  for (const auto& replica : replicas_) {
    if (auto made = replica->body().make(); !made) return made;
  }
  return {};
}

Cell* ReplicatedNode::claim() {
  std::uint64_t next = claimed_.load(std::memory_order_relaxed);
  while (next < admitted_.load(std::memory_order_seq_cst)) {  // never, once claims are closed
    if (claimed_.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel))
      return &cell(next);
  }
  return nullptr;
}

void ReplicatedNode::rouse_one() {
  for (const auto& replica : replicas_) {
    if (!replica->rouse()) continue;
    replica->signal();
    return;
  }
}

/// Takes the next set in, when there is room in the window. A replica that finds nothing says
/// that it rests and looks once more; here the cell is published before the resting are looked
/// at: so either it finds the cell or it is found.
bool ReplicatedNode::admit() {
  const std::uint64_t number = admitted_.load(std::memory_order_relaxed);
  if (ending_ || number - emitted_ == window_.size()) return false;
  Cell& next = cell(number);
  const Joiner::Found found = joiner_->next(next.set);
  ending_ = found == Joiner::Found::end;
  if (found != Joiner::Found::set) return false;
  next.sequence = first_of(next.set).sequence();
  admitted_.store(number + 1, std::memory_order_seq_cst);
  rouse_one();
  return true;
}

/// Sends the oldest result, if it is there.
bool ReplicatedNode::emit_next() {
  if (emitted_ == admitted_.load(std::memory_order_relaxed)) return false;
  Cell& oldest = cell(emitted_);
  if (!oldest.done.load(std::memory_order_acquire)) return false;
  if (oldest.error) {
    report(*oldest.error, first_of(oldest.set));
    lose(oldest.set, inlets);
    oldest.outputs.clear();
    oldest.error.reset();
    outlets.pass(oldest.sequence);
  } else {
    deliver(oldest.set, inlets);
    emit(oldest.outputs, oldest.sequence);
  }
  oldest.done.store(false, std::memory_order_relaxed);
  ++emitted_;
  return true;
}

Task::Turn ReplicatedNode::run() {
  const Turn turn = take_turn();
  tell_neighbours();
  return turn;
}

Task::Turn ReplicatedNode::take_turn() {
  if (failing_.load(std::memory_order_acquire)) return fail_in_order();
  for (;;) {
    if (shared_.halt.load(std::memory_order_relaxed)) return finish();
    if (!outlets.flush()) return Turn::idle;
    const bool sent = emit_next();
    const bool took = admit();
    if (sent || took) continue;
    const bool empty = emitted_ == admitted_.load(std::memory_order_relaxed);
    if (empty && ending_) return finish();
    if (empty && joiner_->passed() >= 0)
      outlets.pass(static_cast<std::uint64_t>(joiner_->passed()));
    return Turn::idle;
  }
}

/// What replicas are at work on still leaves in order; then the node ends with the error.
Task::Turn ReplicatedNode::fail_in_order() {
  const std::uint64_t claimed = claimed_.fetch_or(no_more_claims) & ~no_more_claims;
  while (emitted_ < claimed && outlets.flush() && emit_next()) {
  }
  if (emitted_ < claimed && !shared_.halt.load(std::memory_order_relaxed)) return Turn::idle;
  dismiss_replicas();
  return Turn::failed;
}

void ReplicatedNode::fail(const Error& error) {
  error_ = error;
  failing_.store(true, std::memory_order_release);
  signal();
}

void ReplicatedNode::dismiss_replicas() {
  ended_.store(true, std::memory_order_seq_cst);
  for (const auto& replica : replicas_) replica->signal();
}

Task::Turn ReplicatedNode::finish() {
  dismiss_replicas();
  if (!shared_.halt.load(std::memory_order_relaxed)) refuse(Edge::Refusal::drop);
  outlets.close();
  return Turn::finished;
}

void ReplicatedNode::halt() {
  signal();
  for (const auto& replica : replicas_) replica->signal();
}

void ReplicatedNode::abandon() {
  for (; emitted_ < admitted_.load(); ++emitted_) lose(cell(emitted_).set, inlets);
  Node::abandon();
}

Node::Summary ReplicatedNode::summary() const {
  Summary sum;
  for (const auto& replica : replicas_) {
    const Summary one = summarise(replica->body().stats());
    sum.processed += one.processed;
    sum.errors += one.errors;
    sum.restarts += one.restarts;
    sum.busy_ns += one.busy_ns;
    sum.in_step += one.in_step;
    sum.p50_ns = std::max(sum.p50_ns, one.p50_ns);
    sum.p99_ns = std::max(sum.p99_ns, one.p99_ns);
  }
  return sum;
}

void ReplicatedNode::set(const std::string& param, const Value& value) {
  for (const auto& replica : replicas_) replica->body().set(param, value);
}

}  // namespace omma::flow
