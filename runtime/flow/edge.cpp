// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/edge.hpp"

#include <algorithm>
#include <bit>

namespace omma::flow {

/// What is unusual about a rule.
std::uint8_t Edge::bits_of(WhenFull rule) {
  switch (rule) {
    case WhenFull::wait: return 0;
    case WhenFull::drop_newest: return rule_bit;
    case WhenFull::drop_oldest:
    case WhenFull::latest: return rule_bit | shared_bit;
  }
  return 0;
}

Edge::Edge(std::string name, WhenFull rule, std::size_t capacity)
    : rule_(rule),
      capacity_(holds_one(rule) ? 1 : std::max<std::size_t>(1, capacity)),
      mask_(std::bit_ceil(capacity_) - 1),
      ring_(mask_ + 1),
      name_(std::move(name)),
      unusual_(bits_of(rule)) {}

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
  bump(evicted_);
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
  set_unusual(aside_bit, true);
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
  set_unusual(aside_bit, false);
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
  set_unusual(aside_bit, false);
}

// ---- consumer

/// From the ring, which the producer may take from at the same time.
bool Edge::fetch(Frame& frame) {
  if ((unusual_.load(std::memory_order_relaxed) & shared_bit) == 0) return get(frame);
  const std::lock_guard lock(shared_mutex_);
  tail_seen_ = tail_.load(std::memory_order_relaxed);
  return get(frame);
}

bool Edge::take_slowly(Frame& frame) {
  if (std::exchange(holding_, false)) {
    frame = std::move(held_);
  } else if (!fetch(frame)) {
    return false;
  }
  if (observed()) tell_taken(frame);
  return true;
}

const Frame* Edge::front() {
  if (!holding_) holding_ = fetch(held_);
  return holding_ ? &held_ : nullptr;
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
    taken_unseen_ = unsettled() - 1;  // but for this one
  }
  in_hand_.push_back(frame.sequence());
  tell(Sighting::What::joined, frame, frame.sequence());
}

/// A step may have moved the frame away. Nobody saw it taken who began to look after that.
void Edge::tell_settled(Sighting::What what) {
  if (looks_anew()) return;
  if (taken_unseen_ > 0) {
    --taken_unseen_;
  } else if (!in_hand_.empty()) {
    const std::uint64_t sequence = in_hand_.front();
    in_hand_.pop_front();
    tell(what, {}, sequence);
  }
}

void Edge::tell_dropped(const Frame& frame) {
  if (looks_anew()) return;
  const auto found = std::ranges::find(in_hand_, frame.sequence());
  if (found == in_hand_.end()) {
    taken_unseen_ -= std::min<std::uint64_t>(taken_unseen_, 1);
    return;
  }
  in_hand_.erase(found);
  tell(Sighting::What::dropped, frame, frame.sequence());
}

void Edge::observe(std::shared_ptr<Observer> observer, Gate& gate) {
  const std::lock_guard lock(observe_mutex_);
  if (!observed_.any()) looks_.fetch_add(1, std::memory_order_acq_rel);
  observed_.attach(std::move(observer), gate);
  set_unusual(observed_bit, true);
}

bool Edge::forget(const Observer& observer) {
  const std::lock_guard lock(observe_mutex_);
  const bool found = observed_.detach(observer);
  set_unusual(observed_bit, observed_.any());
  return found;
}

/// Of what the consumer fetched: not settled yet.
std::uint64_t Edge::unsettled() {
  const std::lock_guard lock(shared_mutex_);
  return head_.load(std::memory_order_relaxed) - evicted_.load(std::memory_order_relaxed) -
         delivered_.load(std::memory_order_relaxed) -
         dropped_after_.load(std::memory_order_relaxed) - lost_.load(std::memory_order_relaxed);
}

/// What comes later on a frame's way is read first, so nothing is counted below zero.
Ledger Edge::ledger() const {
  const auto read = [](const Counter& counter) { return counter.load(std::memory_order_acquire); };
  Ledger ledger;
  ledger.delivered = read(delivered_);
  const std::uint64_t lost = read(lost_);
  const std::uint64_t dropped_after = read(dropped_after_);
  const std::uint64_t evicted = read(evicted_);
  ledger.lost = lost + read(refused_);
  ledger.dropped = dropped_after + read(dropped_before_);
  const std::uint64_t left = ledger.delivered + dropped_after + lost + evicted;
  ledger.in_flight = tail_.load(std::memory_order_acquire) - left;
  ledger.in_flight += aside_size_.load(std::memory_order_acquire);
  ledger.offered = read(offered_);
  return ledger;
}

}  // namespace omma::flow
