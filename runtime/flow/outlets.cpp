// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/outlets.hpp"

#include <algorithm>

namespace omma::flow {

Outlets::Outlets(std::size_t ports, Task& task) : gate_(task) {
  for (std::size_t i = 0; i < ports; ++i) ports_.push_back(std::make_unique<Outlet>());
}

void Outlets::close() {
  for_each([](Edge& edge) { edge.close(); });
  for (const auto& port : ports_) port->observed.show_end();
}

void Outlets::end_observation() {
  for_each([](Edge& edge) { edge.end_observation(); });
  for (const auto& port : ports_) port->observed.show_end();
}

void Outlets::observe(std::size_t port, std::shared_ptr<Observer> observer) {
  ports_[port]->observed.attach(std::move(observer), gate_);
  observed_.store(true, std::memory_order_release);
}

bool Outlets::forget(const Observer& observer) {
  const bool found = std::ranges::any_of(
      ports_, [&](const auto& port) { return port->observed.detach(observer); });
  observed_.store(
      std::ranges::any_of(ports_, [](const auto& port) { return port->observed.any(); }),
      std::memory_order_release);
  return found;
}

void Outlets::show(const Outputs& outputs) {
  for (const Sent& sent : outputs.sent)
    ports_[sent.port]->observed.show(Sighting::What::frame, sent.frame, sent.frame.sequence());
}

void Outlets::show_gap(std::uint64_t sequence) {
  for (const auto& port : ports_) port->observed.show_gap(sequence);
}

void Outlets::notify_observers() {
  for (const auto& port : ports_) port->observed.notify();
}

}  // namespace omma::flow
