// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "runtime/base/error.hpp"

namespace omma {

/// What became of an item that was pushed.
enum class Pushed : std::uint8_t {
  taken,
  full,   ///< there is no room: whoever pushes leaves it out, or comes again
  closed  ///< nobody takes anything any more
};

/// Hands what a thread of somebody else's makes (a driver's callback) to the steps of a source:
///
///   struct Camera {
///     PushQueue<Sample> taken{4};
///     ~Camera() { taken.close(); }     // then end the thread that pushes
///     Result<std::optional<Sample>> process() { return taken.pop(); }
///     void wake() { taken.wake(); }
///   };
///
/// Any number of threads may push; one pops. A driver's callback uses `try_push`: a driver that
/// waits for its callback while that waits for room would stand still for ever. `push` is for a
/// thread of one's own.
template <class T>
class PushQueue {
 public:
  explicit PushQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Does not wait. `item` is as it was unless it was taken.
  Pushed try_push(T& item) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return Pushed::closed;
      if (items_.size() >= capacity_) return Pushed::full;
      items_.push_back(std::move(item));
    }
    news_.notify_one();
    return Pushed::taken;
  }

  /// Waits until there is room. False when the queue is closed: `item` is as it was then.
  bool push(T& item) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
      if (closed_) return false;
      items_.push_back(std::move(item));
    }
    news_.notify_one();
    return true;
  }

  /// Waits for the next one; none once the queue is closed and empty. Fails with
  /// `Code::interrupted` after `wake`, so that the source is asked again.
  Result<std::optional<T>> pop() {
    std::optional<T> item;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return woken_ || closed_ || !items_.empty(); });
      if (std::exchange(woken_, false)) return fail(Code::interrupted, "it was woken");
      if (items_.empty()) return item;
      item = std::move(items_.front());
      items_.pop_front();
    }
    room_.notify_one();
    return item;
  }

  /// Who waits in `pop` comes back, or would wait there next.
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    news_.notify_all();
  }

  /// What was pushed is still given, and nothing more is taken. Whoever waits comes back.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    news_.notify_all();
    room_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable news_;
  std::condition_variable room_;
  std::deque<T> items_;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace omma
