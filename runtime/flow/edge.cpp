// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/edge.hpp"

#include <algorithm>
#include <bit>

namespace omma::flow {

Edge::Edge(std::string name, WhenFull rule, std::size_t capacity)
    : name_(std::move(name)),
      rule_(rule),
      capacity_(rule == WhenFull::latest ? 1 : std::max<std::size_t>(1, capacity)),
      mask_(std::bit_ceil(capacity_) - 1),
      ring_(mask_ + 1) {}

bool Edge::put_or_wish(Frame& frame) {
  if (put(frame)) return true;
  wants_room_.store(true, std::memory_order_relaxed);
  if (consumer != nullptr) signal_consumer();  // see offer_room
  return false;
}

void Edge::offer_wished_room() {
  const std::size_t queued =
      tail_.load(std::memory_order_acquire) - head_.load(std::memory_order_relaxed);
  if (queued >= capacity_) return;
  wants_room_.store(false, std::memory_order_relaxed);
  signal_producer();
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
  count(dropped_before_, Sighting::What::dropped, oldest);
}

// ---- producer

bool Edge::refused(const Frame& frame) {
  const Refusal refusal = refusal_.load(std::memory_order_acquire);
  if (refusal == Refusal::none) return false;
  if (refusal == Refusal::drop) {
    count(dropped_before_, Sighting::What::dropped, frame);
  } else {
    count(refused_, Sighting::What::lost, frame);
  }
  return true;
}

/// True when an observer has it dropped or lost.
bool Edge::faulty(const Frame& frame) {
  const Fault fault = observed_.fault(frame);
  if (fault == Fault::none) return false;
  if (fault == Fault::drop) {
    count(dropped_before_, Sighting::What::dropped, frame);
  } else {
    count(refused_, Sighting::What::lost, frame);
  }
  pass(frame.sequence());
  return true;
}

bool Edge::offer_slowly(Frame& frame) {
  if (observed()) tell(Sighting::What::queued, frame, frame.sequence());
  if (refused(frame) || (observed() && faulty(frame))) return true;
  switch (rule_) {
    case WhenFull::drop_oldest:
    case WhenFull::latest: put_over_oldest(frame); break;
    case WhenFull::drop_newest:
      if (put(frame)) break;
      count(dropped_before_, Sighting::What::dropped, frame);
      pass(frame.sequence());
      break;
    case WhenFull::wait:
      if (!aside_.empty() || !put_or_wish(frame)) set_aside(frame);
      break;
  }
  return aside_.empty();
}

void Edge::set_aside(Frame& frame) {
  aside_.push_back(std::move(frame));
  aside_size_.store(aside_.size(), std::memory_order_relaxed);
}

bool Edge::flush() {
  if (aside_.empty()) return true;
  while (!aside_.empty() && (refused(aside_.front()) || put_or_wish(aside_.front()))) {
    aside_.pop_front();
    aside_size_.store(aside_.size(), std::memory_order_relaxed);
    news_ = true;
  }
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
  news_ = true;
}

void Edge::close() {
  closed_.store(true, std::memory_order_release);
  if (consumer != nullptr) signal_consumer();
}

void Edge::give_up() {
  for (; !aside_.empty(); aside_.pop_front()) count(refused_, Sighting::What::lost, aside_.front());
  aside_size_.store(0, std::memory_order_relaxed);
}

// ---- consumer

bool Edge::take_slowly(Frame& frame) {
  if (holding_.load(std::memory_order_relaxed)) {
    frame = std::move(held_);
    holding_.store(false, std::memory_order_relaxed);
    return true;
  }
  const std::lock_guard lock(shared_mutex_);
  tail_seen_ = tail_.load(std::memory_order_relaxed);
  return get(frame);
}

const Frame* Edge::front() {
  if (!holding_.load(std::memory_order_relaxed)) {
    if (!fetch(held_)) return nullptr;
    holding_.store(true, std::memory_order_relaxed);
  }
  return &held_;
}

void Edge::refuse(Refusal refusal) {
  refusal_.store(refusal, std::memory_order_seq_cst);
  set_unusual(refused_bit, refusal != Refusal::none);
  sweep();
  signal_producer();
}

void Edge::sweep() {
  const Refusal refusal = refusal_.load(std::memory_order_acquire);
  Frame frame;
  while (refusal != Refusal::none && take(frame)) refusal == Refusal::drop ? drop(frame) : lose();
}

// ---- anyone

void Edge::tell(Sighting::What what, const Frame& frame, std::uint64_t sequence) {
  observed_.show(what, frame, sequence);
  observed_.notify();
}

void Edge::tell_taken(const Frame& frame) {
  const unsigned looks = looks_.load(std::memory_order_acquire);
  if (std::exchange(looks_seen_, looks) != looks) {
    in_hand_.clear();
    taken_unseen_ =
        taken_.load(std::memory_order_relaxed) - delivered_.load(std::memory_order_relaxed) -
        dropped_after_.load(std::memory_order_relaxed) - lost_.load(std::memory_order_relaxed);
  }
  in_hand_.push_back(frame.sequence());
  tell(Sighting::What::joined, frame, frame.sequence());
}

/// A step may have moved the frame away.
void Edge::tell_settled(Sighting::What what) {
  if (taken_unseen_ > 0) {
    --taken_unseen_;
  } else if (!in_hand_.empty()) {
    const std::uint64_t sequence = in_hand_.front();
    in_hand_.pop_front();
    tell(what, {}, sequence);
  }
}

void Edge::tell_dropped(const Frame& frame) {
  const auto found = std::ranges::find(in_hand_, frame.sequence());
  if (found == in_hand_.end()) {
    taken_unseen_ -= std::min<std::uint64_t>(taken_unseen_, 1);
    return;
  }
  in_hand_.erase(found);
  tell(Sighting::What::dropped, frame, frame.sequence());
}

void Edge::observe(std::shared_ptr<Observer> observer, Gate& gate) {
  looks_.fetch_add(1, std::memory_order_acq_rel);
  observed_.attach(std::move(observer), gate);
  set_unusual(observed_bit, true);
}

bool Edge::forget(const Observer& observer) {
  const bool found = observed_.detach(observer);
  set_unusual(observed_bit, observed_.any());
  return found;
}

Ledger Edge::ledger() const {
  const auto read = [](const Counter& counter) { return counter.load(std::memory_order_relaxed); };
  Ledger ledger;
  ledger.delivered = read(delivered_);
  ledger.lost = read(lost_) + read(refused_);
  ledger.dropped = read(dropped_before_) + read(dropped_after_);
  const std::uint64_t in_hand =
      read(taken_) - read(delivered_) - read(dropped_after_) - read(lost_);
  const std::size_t queued =
      tail_.load(std::memory_order_acquire) - head_.load(std::memory_order_acquire);
  ledger.in_flight = in_hand + queued + (holding_.load(std::memory_order_relaxed) ? 1 : 0) +
                     aside_size_.load(std::memory_order_relaxed);
  ledger.offered = read(offered_);
  return ledger;
}

}  // namespace omma::flow
