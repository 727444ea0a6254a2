// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/requests.hpp"

#include <algorithm>

namespace omma::flow {

Requests::Outcome Requests::ask(Work work, const std::function<void()>& wake,
                                std::chrono::nanoseconds patience) {
  const auto request = std::make_shared<Request>();
  request->work = std::move(work);
  std::unique_lock lock(mutex_);
  if (ended_) return Outcome::ended;
  waiting_.push_back(request);
  any_.store(true, std::memory_order_release);
  lock.unlock();
  wake();
  lock.lock();
  const auto settled = [&] { return request->state == Request::done || ended_; };
  const bool in_time = settled_.wait_for(lock, patience, settled);
  if (request->state == Request::done) return Outcome::done;
  if (request->state == Request::taken) {  // its work refers to what the caller holds
    settled_.wait(lock, [&] { return request->state == Request::done; });
    return Outcome::done;
  }
  std::erase(waiting_, request);
  return in_time ? Outcome::ended : Outcome::late;
}

void Requests::serve(Body& body) {
  std::unique_lock lock(mutex_);
  while (!waiting_.empty()) {
    const auto request = std::move(waiting_.front());
    waiting_.pop_front();
    request->state = Request::taken;
    lock.unlock();
    request->work(body);
    lock.lock();
    request->state = Request::done;
    settled_.notify_all();
  }
  any_.store(false, std::memory_order_relaxed);
}

void Requests::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  settled_.notify_all();
}

}  // namespace omma::flow
