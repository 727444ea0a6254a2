// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/outlets.hpp"

#include <algorithm>

namespace omma::flow {

Outlets::Outlets(std::size_t ports, Task& task, NodeFlags& flags)
    : flags_(flags), edges_(ports), gate_(task, flags) {
  for (std::size_t i = 0; i < ports; ++i) observed_.push_back(std::make_unique<Observed>());
}

bool Outlets::flush_aside() {
  aside_ = false;
  for_each([&](Edge& edge) { aside_ = !edge.flush() || aside_; });
  return !aside_;
}

void Outlets::close() {
  for_each([](Edge& edge) { edge.close(); });
  for (const auto& port : observed_) port->show_end();
}

void Outlets::end_observation() {
  for_each([](Edge& edge) { edge.end_observation(); });
  for (const auto& port : observed_) port->show_end();
}

void Outlets::observe(std::size_t port, std::shared_ptr<Observer> observer) {
  const std::lock_guard lock(observe_mutex_);
  observed_[port]->attach(std::move(observer), gate_);
  flags_.set(NodeFlags::outputs_observed, true);
}

bool Outlets::forget(const Observer& observer) {
  const std::lock_guard lock(observe_mutex_);
  const bool found =
      std::ranges::any_of(observed_, [&](const auto& port) { return port->detach(observer); });
  const bool left = std::ranges::any_of(observed_, [](const auto& port) { return port->any(); });
  flags_.set(NodeFlags::outputs_observed, left);
  return found;
}

void Outlets::show(const Outputs& outputs) {
  for (const Sent& sent : outputs.sent)
    observed_[sent.port]->show(Sighting::What::frame, sent.frame, sent.frame.sequence());
}

void Outlets::show_gap(std::uint64_t sequence) {
  for (const auto& port : observed_) port->show_gap(sequence);
}

void Outlets::notify_observers() {
  for (const auto& port : observed_) port->notify();
}

}  // namespace omma::flow
