// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/observed.hpp"

#include <algorithm>

#include "runtime/base/clock.hpp"

namespace omma::flow {

Observed::~Observed() {
  for_each([](Observer& each) { each.hold(nullptr); });
}

void Observed::attach(std::shared_ptr<Observer> observer, Gate& gate) {
  const std::lock_guard lock(mutex_);
  if (ended_) return observer->show_end();
  observer->hold(&gate);
  observers_.push_back(std::move(observer));
  any_.store(true, std::memory_order_release);
}

bool Observed::detach(const Observer& observer) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(observers_.begin(), observers_.end(),
                                  [&](const auto& each) { return each.get() == &observer; });
  if (found == observers_.end()) return false;
  (*found)->hold(nullptr);
  observers_.erase(found);
  any_.store(!observers_.empty(), std::memory_order_release);
  return true;
}

void Observed::show(Sighting::What what, const Frame& frame, std::uint64_t sequence) {
  const std::int64_t now = now_ns();
  for_each([&](Observer& each) { each.show({what, frame, sequence, now}); });
}

void Observed::show_gap(std::uint64_t sequence) {
  const std::int64_t now = now_ns();
  for_each([&](Observer& each) { each.show({Sighting::What::gap, {}, sequence, now}); });
}

/// Without the lock: who is told may detach.
void Observed::show_end() {
  std::vector<std::shared_ptr<Observer>> told;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    told = observers_;
  }
  for (const auto& observer : told) observer->show_end();
}

void Observed::notify() {
  std::vector<std::shared_ptr<Observer>> told;
  {
    const std::lock_guard lock(mutex_);
    told = observers_;
  }
  for (const auto& observer : told) observer->notify();
}

Fault Observed::fault(const Frame& frame) const {
  Fault asked = Fault::none;
  for_each([&](const Observer& each) { asked = std::max(asked, each.fault(frame)); });
  return asked;
}

}  // namespace omma::flow
