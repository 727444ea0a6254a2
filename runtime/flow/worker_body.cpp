// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/worker_body.hpp"

#include "runtime/flow/node.hpp"

namespace omma::flow {

WorkerBody::WorkerBody(const Node& node, int replica)
    : node_(node), replica_(replica), self_(node.self()), params_(node.planned().params) {
  self_.replaced = [this] { stats_.restarts.fetch_add(1, std::memory_order_relaxed); };
}

Result<void> WorkerBody::make() {
  return guarded([this]() -> Result<void> {
    set_body(nullptr);  // first: it may hold a device or a file that the new one needs
    set_body(node_.make_body(replica_, self_));
    return set_up(*body_, node_.kind().contract, params_);
  });
}

Result<void> injected_fault() { return fail(Code::failed, "an observer made this step fail"); }

Result<void> WorkerBody::failed_step() {
  stats_.errors.fetch_add(1, std::memory_order_relaxed);
  return injected_fault();
}

void WorkerBody::set_body(std::unique_ptr<Body> body) {
  {
    const std::lock_guard lock(body_mutex_);
    body_.swap(body);
  }
  body.reset();
}

bool WorkerBody::drain() {
  const std::lock_guard lock(body_mutex_);
  return body_ != nullptr && body_->drain();
}

void WorkerBody::wake() {
  const std::lock_guard lock(body_mutex_);
  if (body_ != nullptr) body_->wake();
}

/// A `set` that fails has changed nothing; after a `prepare` that fails the value is set back.
Result<Value> WorkerBody::change(const std::string& param, const Value& value) {
  const std::optional<Value> before = value_of(param);
  if (auto set = guarded([&] { return body_->set(param, value); }); !set)
    return tl::make_unexpected(set.error());
  if (auto prepared = guarded([&] { return body_->prepare(); }); !prepared)
    return tl::make_unexpected(restore(param, before, prepared.error()));
  params_[param] = value;
  return value_of(param).value_or(value);
}

/// Returns why the new value is not in force.
Error WorkerBody::restore(const std::string& param, const std::optional<Value>& before, Error why) {
  if (!before) return why;
  const auto restored = guarded([&]() -> Result<void> {
    auto set = body_->set(param, *before);
    return set ? body_->prepare() : set;
  });
  if (restored) return why;
  return {Code::failed,
          {},
          why.text() + "; and the value before, " + to_text(*before) +
              ", is refused, too: " + restored.error().text()};
}

Value WorkerBody::setting(const std::string& param) const {
  const auto set = params_.find(param);
  return set != params_.end() ? set->second : node_.kind().contract.param(param)->fallback;
}

/// The value in force.
std::optional<Value> WorkerBody::value_of(const std::string& param) const {
  if (auto known = body_->value(param)) return known;
  if (const auto set = params_.find(param); set != params_.end()) return set->second;
  const Param* declared = node_.kind().contract.param(param);
  return declared != nullptr ? std::optional(declared->fallback) : std::nullopt;
}

Result<void> WorkerBody::finish(Outputs& outputs) {
  return guarded([&] { return body_->finish(self_, outputs); });
}

}  // namespace omma::flow
