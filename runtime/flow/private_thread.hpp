// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/resumable.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace caf {
class actor_system;
}

namespace omma::flow {

/// The thread of one actor that blocks or computes for long. What it makes ready and is light
/// runs on it in line.
class PrivateThread {
 public:
  explicit PrivateThread(caf::actor_system& system);
  ~PrivateThread();
  PrivateThread(const PrivateThread&) = delete;
  PrivateThread& operator=(const PrivateThread&) = delete;

  /// Resumes a supervised actor once. From any thread; not again before that turn began.
  void post(caf::resumable* actor);

 private:
  void loop(caf::actor_system& system);
  caf::resumable* await();

  std::mutex mutex_;
  std::condition_variable wake_;
  caf::resumable* posted_ = nullptr;
  bool quit_ = false;
  std::thread thread_;
};

}  // namespace omma::flow
