// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "runtime/base/error.hpp"

namespace omma {

/// Hands what a thread of somebody else's makes (a driver's callback) to the steps of a source:
///
///   struct Camera {
///     PushQueue<Sample> taken{4};
///     Result<std::optional<Sample>> process() { return taken.pop(); }
///     void wake() { taken.wake(); }
///   };
///
/// Any number of threads may push.
template <class T>
class PushQueue {
 public:
  explicit PushQueue(std::size_t capacity) : capacity_(capacity) {}

  /// False when there is no room, or nobody takes anything any more: `item` is as it was then, and
  /// whoever pushes says what becomes of it.
  bool push(T&& item) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
    }
    news_.notify_one();
    return true;
  }

  /// Waits for the next one; none once the queue is closed and empty. Fails with
  /// `Code::interrupted` after `wake`, so that the source is asked again.
  Result<std::optional<T>> pop() {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [this] { return woken_ || closed_ || !items_.empty(); });
    if (std::exchange(woken_, false)) return fail(Code::interrupted, "it was woken");
    if (items_.empty()) return std::optional<T>();
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    return item;
  }

  /// Whoever waits comes back, or the next one who would.
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    news_.notify_all();
  }

  /// What was pushed is still given, and nothing more is taken.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    news_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable news_;
  std::deque<T> items_;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace omma
