// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/private_thread.hpp"

#include <caf/detail/set_thread_name.hpp>

#include "runtime/flow/inline_worker.hpp"

namespace omma::flow {

PrivateThread::PrivateThread(caf::actor_system& system)
    : thread_([this, &system] { loop(system); }) {}

PrivateThread::~PrivateThread() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void PrivateThread::post(caf::resumable* actor) {
  {
    const std::lock_guard lock(mutex_);
    posted_ = actor;
  }
  wake_.notify_one();
}

caf::resumable* PrivateThread::await() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return posted_ != nullptr || quit_; });
  return std::exchange(posted_, nullptr);
}

void PrivateThread::loop(caf::actor_system& system) {
  caf::detail::set_thread_name("omma.private");
  InlineWorker line(system);
  while (caf::resumable* actor = await()) line.take_turns(actor);
}

}  // namespace omma::flow
