// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "runtime/base/event.hpp"

namespace omma::control {

/// Events on their way to one who is told of them at its own pace; the oldest go when there are too
/// many, and are counted. Thread-safe.
class EventQueue {
 public:
  /// `news`: called when there is something to take, by whoever emits.
  EventQueue(std::size_t most, std::function<void()> news) : most_(most), news_(std::move(news)) {}

  struct Taken {
    Event event;
    std::uint64_t missed = 0;  ///< events before this one that went
  };
  std::optional<Taken> take();

  void put(const Event& event);

 private:
  const std::size_t most_;
  const std::function<void()> news_;
  std::mutex mutex_;  // guards what follows
  std::deque<Event> events_;
  std::uint64_t missed_ = 0;
};

/// Hands what happens in a run on to whoever wants to know. Thread-safe.
class EventHub {
 public:
  void emit(const Event& event);

  /// From now on the queue gets every event, as long as somebody else holds it.
  void subscribe(const std::shared_ptr<EventQueue>& queue);

 private:
  std::mutex mutex_;  // guards what follows
  std::vector<std::weak_ptr<EventQueue>> queues_;
};

}  // namespace omma::control
