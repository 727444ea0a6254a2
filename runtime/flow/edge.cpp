// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/edge.hpp"

#include <bit>

#include "runtime/flow/task.hpp"

namespace omma::flow {

Edge::Edge(std::string name, WhenFull rule, std::size_t capacity)
    : name_(std::move(name)),
      rule_(rule),
      capacity_(rule == WhenFull::latest ? 1 : std::max<std::size_t>(1, capacity)),
      mask_(std::bit_ceil(capacity_) - 1),
      ring_(mask_ + 1) {}

// ---- the ring: head and tail count frames since the start; `*_seen_` spares a cache miss

bool Edge::put(Frame& frame) {
  const std::size_t tail = tail_.load(std::memory_order_relaxed);
  if (tail - head_seen_ >= capacity_) {
    head_seen_ = head_.load(std::memory_order_acquire);
    if (tail - head_seen_ >= capacity_) return false;
  }
  ring_[tail & mask_] = std::move(frame);
  tail_.store(tail + 1, std::memory_order_release);
  return true;
}

bool Edge::get(Frame& frame) {
  const std::size_t head = head_.load(std::memory_order_relaxed);
  if (head == tail_seen_) {
    tail_seen_ = tail_.load(std::memory_order_acquire);
    if (head == tail_seen_) return false;
  }
  frame = std::move(ring_[head & mask_]);
  head_.store(head + 1, std::memory_order_seq_cst);  // see put_or_reserve
  return true;
}

/// The consumer signals room only when it sees the wish for it. Wish, then look at the head; move
/// the head, then look for the wish: of these four accesses, all sequentially consistent, at
/// least one side sees the other's.
bool Edge::put_or_reserve(Frame& frame) {
  if (put(frame)) return true;
  wants_room_.store(true, std::memory_order_seq_cst);
  head_seen_ = head_.load(std::memory_order_seq_cst);
  return put(frame);
}

void Edge::put_over_oldest(Frame& frame) {
  const std::lock_guard lock(shared_mutex_);
  head_seen_ = head_.load(std::memory_order_relaxed);
  if (put(frame)) return;
  Frame oldest;
  tail_seen_ = tail_.load(std::memory_order_relaxed);
  get(oldest);
  head_seen_ = head_.load(std::memory_order_relaxed);
  put(frame);
  bump(dropped_before_);
}

void Edge::signal_consumer() const {
  if (consumer != nullptr) consumer->signal();
}

// ---- producer

bool Edge::refused() {
  const Refusal refusal = refusal_.load(std::memory_order_acquire);
  if (refusal == Refusal::none) return false;
  bump(refusal == Refusal::drop ? dropped_before_ : refused_);
  return true;
}

void Edge::offer(Frame&& frame) {
  bump(offered_);
  if (refused()) return;
  switch (rule_) {
    case WhenFull::drop_oldest:
    case WhenFull::latest: put_over_oldest(frame); break;
    case WhenFull::drop_newest:
      if (!put(frame)) {
        bump(dropped_before_);
        return pass(frame.sequence());
      }
      break;
    case WhenFull::wait:
      if (aside_.empty() && put_or_reserve(frame)) break;
      aside_.push_back(std::move(frame));
      aside_size_.store(aside_.size(), std::memory_order_relaxed);
      break;
  }
  signal_consumer();
}

bool Edge::flush() {
  if (aside_.empty()) return true;
  bool moved = false;
  while (!aside_.empty() && (refused() || put_or_reserve(aside_.front()))) {
    aside_.pop_front();
    aside_size_.store(aside_.size(), std::memory_order_relaxed);
    moved = true;
  }
  if (moved) signal_consumer();
  if (!aside_.empty()) return false;
  if (pass_later_ >= 0) pass(static_cast<std::uint64_t>(std::exchange(pass_later_, -1)));
  return true;
}

void Edge::pass(std::uint64_t sequence) {
  if (!gaps) return;
  const auto passed = static_cast<std::int64_t>(sequence);
  if (passed <= passed_.load(std::memory_order_relaxed)) return;
  if (!aside_.empty()) {  // frames come first
    pass_later_ = std::max(pass_later_, passed);
    return;
  }
  passed_.store(passed, std::memory_order_release);
  signal_consumer();
}

void Edge::close() {
  closed_.store(true, std::memory_order_seq_cst);
  signal_consumer();
}

void Edge::give_up() {
  for (; !aside_.empty(); aside_.pop_front()) bump(refused_);
  aside_size_.store(0, std::memory_order_relaxed);
}

// ---- consumer

bool Edge::take(Frame& frame) {
  if (holding_.load(std::memory_order_relaxed)) {
    frame = std::move(held_);
    holding_.store(false, std::memory_order_relaxed);
  } else if (shared()) {
    const std::lock_guard lock(shared_mutex_);
    tail_seen_ = tail_.load(std::memory_order_relaxed);
    if (!get(frame)) return false;
  } else if (!get(frame)) {
    return false;
  }
  bump(taken_);
  if (rule_ != WhenFull::wait) return true;
  if (wants_room_.load(std::memory_order_seq_cst) && wants_room_.exchange(false) && producer != nullptr) {
    producer->signal();
  }
  return true;
}

const Frame* Edge::front() {
  if (!holding_.load(std::memory_order_relaxed)) {
    if (!take(held_)) return nullptr;
    taken_.store(taken_.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
    holding_.store(true, std::memory_order_relaxed);
  }
  return &held_;
}

bool Edge::ended() { return closed_.load(std::memory_order_acquire) && front() == nullptr; }

void Edge::refuse(Refusal refusal) {
  refusal_.store(refusal, std::memory_order_seq_cst);
  sweep();
  if (producer != nullptr) producer->signal();
}

void Edge::sweep() {
  const Refusal refusal = refusal_.load(std::memory_order_acquire);
  Frame frame;
  while (refusal != Refusal::none && take(frame)) refusal == Refusal::drop ? drop() : lose();
}

// ---- anyone

Ledger Edge::ledger() const {
  const auto read = [](const Counter& counter) { return counter.load(std::memory_order_relaxed); };
  Ledger ledger;
  ledger.delivered = read(delivered_);
  ledger.lost = read(lost_) + read(refused_);
  ledger.dropped = read(dropped_before_) + read(dropped_after_);
  const std::uint64_t in_hand = read(taken_) - read(delivered_) - read(dropped_after_) - read(lost_);
  const std::size_t queued = tail_.load(std::memory_order_acquire) - head_.load(std::memory_order_acquire);
  ledger.in_flight = in_hand + queued + (holding_.load(std::memory_order_relaxed) ? 1 : 0) +
                     aside_size_.load(std::memory_order_relaxed);
  ledger.offered = read(offered_);
  return ledger;
}

}  // namespace omma::flow
