// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/worker_body.hpp"

#include "runtime/flow/node.hpp"

namespace omma::flow {

Error error_of_exception() {
  try {
    throw;
  } catch (const std::exception& exception) {
    return {Code::failed, {}, exception.what()};
  } catch (...) {
    return {Code::failed, {}, "it threw something that is not a std::exception"};
  }
}

WorkerBody::WorkerBody(const Node& node, int replica)
    : node_(node), replica_(replica), self_(node.self()), params_(node.planned().params) {
  self_.replaced = [this] { stats_.restarts.fetch_add(1, std::memory_order_relaxed); };
}

Result<void> WorkerBody::make() {
  return guarded([this]() -> Result<void> {
    set_body(nullptr);  // first: it may hold a device or a file that the new one needs
    set_body(node_.make_body(replica_, self_));
    for (const auto& [name, value] : params_) {
      if (auto set = body_->set(name, value); !set) return set;
    }
    return body_->prepare();
  });
}

Result<void> injected_fault() { return fail(Code::failed, "an observer made this step fail"); }

Result<void> WorkerBody::failed_step() {
  stats_.errors.fetch_add(1, std::memory_order_relaxed);
  return injected_fault();
}

void WorkerBody::set_body(std::unique_ptr<Body> body) {
  {
    const std::lock_guard lock(changes_mutex_);
    body_.swap(body);
  }
  body.reset();
}

bool WorkerBody::drain() {
  const std::lock_guard lock(changes_mutex_);
  return body_ != nullptr && body_->drain();
}

Result<void> WorkerBody::apply_changes() {
  std::vector<std::pair<std::string, Value>> changes;
  {
    const std::lock_guard lock(changes_mutex_);
    changes.swap(changes_);
    changed_.store(false, std::memory_order_relaxed);
  }
  for (auto& [name, value] : changes) {
    if (auto set = body_->set(name, value); !set) return set;
    params_[name] = std::move(value);
  }
  return body_->prepare();
}

Result<void> WorkerBody::changed_step(std::span<Frame> inputs, Outputs& outputs) {
  if (auto applied = apply_changes(); !applied) return applied;
  return body_->step(inputs, self_, outputs);
}

void WorkerBody::set(const std::string& param, const Value& value) {
  const std::lock_guard lock(changes_mutex_);
  changes_.emplace_back(param, value);
  changed_.store(true, std::memory_order_release);
}

Result<void> WorkerBody::finish(Outputs& outputs) {
  return guarded([&] { return body_->finish(self_, outputs); });
}

}  // namespace omma::flow
