// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/observer.hpp"

#include <algorithm>

#include "runtime/flow/gate.hpp"

namespace omma::flow {

Observer::Observer(std::string place, ObserverOptions options)
    : place_(std::move(place)),
      name_(std::move(options.name)),
      rule_(options.when_full),
      queue_(holds_one(rule_) ? 1 : std::max<std::size_t>(1, options.queue)),
      frames_(options.frames),
      acknowledge_later_(options.acknowledge_later),
      seen_(std::move(options.seen)),
      told_(std::move(options.news)),
      fault_of_(std::move(options.fault)) {}

// ---- who looks

std::optional<Sighting> Observer::next(std::chrono::nanoseconds timeout) {
  std::unique_lock lock(mutex_);
  Sighting sighting;
  const auto ready = [&] { return take(sighting); };
  if (!ready() && (timeout.count() == 0 || !wake_.wait_for(lock, timeout, ready)))
    return std::nullopt;
  return sighting;
}

bool Observer::take(Sighting& sighting) {
  if (read_ == items_.size()) return ended_ || closed_;  // `sighting` is the end
  sighting = items_[read_];
  if (acknowledge_later_) {
    ++read_;
  } else {
    if (counts(0)) ++ledger_.delivered;
    let_go(0);
    update_gate();
  }
  return true;
}

void Observer::acknowledge(std::size_t count) {
  const std::lock_guard lock(mutex_);
  for (; count > 0 && read_ > 0; --count, --read_) {
    if (counts(0)) ++ledger_.delivered;
    let_go(0);
  }
  update_gate();
}

void Observer::rewind() {
  const std::lock_guard lock(mutex_);
  read_ = 0;
  wake_.notify_all();
}

/// What had to be acknowledged and was not is lost.
void Observer::close() {
  std::deque<Sighting> left;
  const std::lock_guard lock(mutex_);
  (acknowledge_later_ ? ledger_.lost : ledger_.dropped) += counted_;
  left.swap(items_);
  read_ = counted_ = 0;
  closed_ = true;
  update_gate();
  wake_.notify_all();
}

bool Observer::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

// ---- the place that is looked at

void Observer::show(Sighting&& sighting) {
  if (!frames_) sighting.frame.reset();
  const std::lock_guard lock(mutex_);
  if (closed_ || ended_) return;
  if (seen_) {
    ++ledger_.offered;
    ++ledger_.delivered;
    seen_(sighting);
    return;
  }
  if (sighting.what == Sighting::What::gap) {
    const bool again = read_ < items_.size() && !counts(items_.size() - 1);
    if (again) items_.pop_back();
    items_.push_back(std::move(sighting));
  } else {
    ++ledger_.offered;
    if (!make_room()) return;
    items_.push_back(std::move(sighting));
    ++counted_;
    update_gate();
  }
  news_ = true;
}

void Observer::show_end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = news_ = true;
  }
  notify();
}

void Observer::notify() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(news_, false)) return;
    wake_.notify_all();
  }
  if (told_) told_();
}

void Observer::hold(Gate* gate) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(shut_, false)) gate_->release();
  gate_ = gate;
  update_gate();
}

bool Observer::counts(std::size_t index) const { return items_[index].what != Sighting::What::gap; }

void Observer::let_go(std::size_t index) {
  if (counts(index)) --counted_;
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
}

/// False when the newest has to go: what was read stays until it is acknowledged.
bool Observer::make_room() {
  if (counted_ < queue_) return true;
  switch (rule_) {
    case WhenFull::wait: return true;  // the gate is shut
    case WhenFull::drop_newest: ++ledger_.dropped; return false;
    case WhenFull::drop_oldest:
    case WhenFull::latest: break;
  }
  ++ledger_.dropped;
  std::size_t oldest = read_;
  while (oldest < items_.size() && !counts(oldest)) ++oldest;
  if (oldest == items_.size()) return false;
  let_go(oldest);
  return true;
}

void Observer::update_gate() {
  const bool full = waits(rule_) && !closed_ && counted_ >= queue_;
  if (gate_ == nullptr || full == shut_) return;
  shut_ = full;
  if (full) {
    gate_->shut();
  } else {
    gate_->release();
  }
}

Ledger Observer::ledger() const {
  const std::lock_guard lock(mutex_);
  Ledger ledger = ledger_;
  ledger.in_flight = counted_;
  return ledger;
}

}  // namespace omma::flow
