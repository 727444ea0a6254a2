// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/replicated_node.hpp"

#include <algorithm>

namespace omma::flow {
namespace {
constexpr std::size_t cells_per_replica = 2;  // one under way, one ready for when that is done
constexpr std::uint64_t no_more_claims = std::uint64_t{1} << 63;
}  // namespace

// ---- replica

Replica::Replica(ReplicatedNode& node, int index) : node_(node), body_(node, index) {}

Task::Turn Replica::run() {
  const WorkerBody::AtWork here(body_);
  for (;;) {
    body_.serve();
    if (node_.shared_.halt.load(std::memory_order_relaxed)) return Turn::finished;
    Cell* cell = node_.claim();
    if (cell == nullptr) {
      resting_.store(true, std::memory_order_seq_cst);
      cell = node_.claim();  // see ReplicatedNode::admit
      if (cell == nullptr)
        return node_.ended_.load(std::memory_order_seq_cst) ? Turn::finished : Turn::idle;
      resting_.store(false, std::memory_order_relaxed);
    }
    body_.step_with(cell->set.frames);
    auto done = cell->faulty ? body_.failed_step() : body_.step(cell->set.frames, cell->outputs);
    const bool fatal = !done && node_.planned().on_error != OnError::skip;
    if (!done) cell->error = done.error();
    if (fatal) error_ = done.error();
    body_.step_with({});  // the frames are not its own any more
    cell->done.store(true, std::memory_order_release);
    node_.signal();
    if (fatal) return Turn::failed;
    if (body_.weight() == Weight::heavy) return Turn::more;
  }
}

// ---- node

ReplicatedNode::ReplicatedNode(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : WindowedNode(planned, kind, shared,
                   static_cast<std::size_t>(planned.replicas) * cells_per_replica) {
  for (int i = 0; i < planned.replicas; ++i)
    replicas_.push_back(std::make_unique<Replica>(*this, i));
}

Result<void> ReplicatedNode::prepare() {
  for (const auto& replica : replicas_) {
    replica->depth = depth;
    if (auto made = replica->body().make(); !made) return made;
  }
  return {};
}

/// Of the copy that has been longest in its step.
std::string ReplicatedNode::whereabouts() const {
  const auto longest = std::ranges::max_element(
      replicas_, {}, [](const auto& replica) { return replica->body().stats().step_ns(); });
  return (*longest)->body().whereabouts();
}

Cell* ReplicatedNode::claim() {
  std::uint64_t next = claimed_.load(std::memory_order_relaxed);
  while (next < admitted_.load(std::memory_order_seq_cst)) {  // never, once claims are closed
    if (claimed_.compare_exchange_weak(next, next + 1, std::memory_order_acq_rel))
      return &cell(next);
  }
  return nullptr;
}

/// A replica that finds nothing says that it rests and looks once more; the cell was published
/// before the resting are looked at: so either it finds the cell or it is found.
void ReplicatedNode::dispatch(Cell&) {
  for (const auto& replica : replicas_) {
    if (!replica->rouse()) continue;
    replica->signal();
    return;
  }
}

Task::Turn ReplicatedNode::run() {
  const Turn turn = failing_.load(std::memory_order_acquire) ? fail_in_order() : take_turn();
  if (turn == Turn::finished) dismiss_replicas();
  tell_neighbours();
  return turn;
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

Task::Turn ReplicatedNode::end() { return finish(); }

void ReplicatedNode::halt() {
  signal();
  for (const auto& replica : replicas_) replica->signal();
}

Node::Summary ReplicatedNode::summary() const {
  Summary sum;
  for (const auto& replica : replicas_) sum.add(summarise(replica->body().stats()));
  return sum;
}

Result<Value> ReplicatedNode::set(const std::string& param, const Value& value) {
  const auto before = [&] { return replicas_.front()->body().setting(param); };
  return set_copies(value, before, [&](std::size_t copy, const Value& wanted) {
    Replica& replica = *replicas_[copy];
    Result<Value> answer;
    const auto asked = ask(
        replica.body(), [&](Body&) { answer = replica.body().change(param, wanted); },
        [&] { replica.signal(); });
    return asked ? answer : tl::make_unexpected(asked.error());
  });
}

}  // namespace omma::flow
