// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/event_hub.hpp"

#include <utility>

namespace omma::control {

std::optional<EventQueue::Taken> EventQueue::take() {
  const std::lock_guard lock(mutex_);
  if (events_.empty()) return std::nullopt;
  Taken taken{std::move(events_.front()), std::exchange(missed_, 0)};
  events_.pop_front();
  return taken;
}

void EventQueue::put(const Event& event) {
  {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    if (events_.size() > most_) {
      events_.pop_front();
      ++missed_;
    }
  }
  if (news_) news_();
}

void EventHub::emit(const Event& event) {
  std::vector<std::shared_ptr<EventQueue>> told;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(queues_, [&](const std::weak_ptr<EventQueue>& each) {
      auto queue = each.lock();
      if (queue == nullptr) return true;
      told.push_back(std::move(queue));
      return false;
    });
  }
  for (const auto& queue : told) queue->put(event);
}

void EventHub::subscribe(const std::shared_ptr<EventQueue>& queue) {
  const std::lock_guard lock(mutex_);
  queues_.push_back(queue);
}

}  // namespace omma::control
