// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "runtime/flow/task.hpp"

namespace omma::flow {

/// Keeps an actor from stepping while somebody who must not miss a frame has no room.
class Gate {
 public:
  explicit Gate(Task& task) : task_(task) {}

  bool open() const { return shut_.load(std::memory_order_acquire) == 0; }

  // By any number of observers, from any thread.
  void shut() { shut_.fetch_add(1, std::memory_order_acq_rel); }
  void release() {
    if (shut_.fetch_sub(1, std::memory_order_acq_rel) == 1) task_.signal();
  }

 private:
  Task& task_;
  std::atomic<int> shut_{0};
};

}  // namespace omma::flow
