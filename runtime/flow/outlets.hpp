// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/flow/edge.hpp"
#include "runtime/flow/gate.hpp"
#include "runtime/flow/observed.hpp"

namespace omma::flow {

/// The edges that leave an actor, by output port. A port without edges lets its frames go.
class Outlets {
 public:
  /// `task`: signalled when it may go on after somebody who looks had no room.
  Outlets(std::size_t ports, Task& task);

  void connect(std::size_t port, Edge& edge) {
    ports_[port]->edges.push_back(&edge);
    all_.push_back(&edge);
  }

  /// Offers what a step sent; `outputs` is empty afterwards.
  void send(Outputs& outputs) {
    if (observed_.load(std::memory_order_acquire)) show(outputs);
    for (Sent& sent : outputs.sent) send(ports_[sent.port]->edges, sent.frame);
    outputs.clear();
  }

  /// True when no edge has frames aside and nobody who looks needs room: the actor may step.
  bool flush() {
    if (aside_) {
      aside_ = false;
      for_each([&](Edge& edge) { aside_ = !edge.flush() || aside_; });
    }
    return !aside_ && gate_.open();
  }

  /// Consumers hear of what was offered. At the end of a turn.
  void notify() {
    for_each([](Edge& edge) { edge.notify(); });
    if (observed_.load(std::memory_order_relaxed)) notify_observers();
  }

  /// Somebody downstream has to hear of frames that will not come.
  bool tells_gaps() const { return tells_gaps_ || observed_.load(std::memory_order_relaxed); }

  /// All edges are known now.
  void connected() {
    for_each([&](const Edge& edge) { tells_gaps_ = tells_gaps_ || edge.gaps; });
  }

  void pass(std::uint64_t sequence) {
    for_each([&](Edge& edge) { edge.pass(sequence); });
    if (observed_.load(std::memory_order_relaxed)) show_gap(sequence);
  }
  void close();
  /// The run is over.
  void end_observation();
  void give_up() {
    for_each([](Edge& edge) { edge.give_up(); });
  }

  std::size_t ports() const { return ports_.size(); }

  // ---- observers; from any thread

  void observe(std::size_t port, std::shared_ptr<Observer> observer);
  bool forget(const Observer& observer);
  Gate& gate() { return gate_; }

 private:
  struct Outlet {
    std::vector<Edge*> edges;
    Observed observed;
  };

  template <class F>
  void for_each(F action) {
    for (Edge* edge : all_) action(*edge);
  }

  void send(const std::vector<Edge*>& edges, Frame& frame) {
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
      aside_ = !edges[i]->offer(Frame(frame)) || aside_;
    if (!edges.empty()) aside_ = !edges.back()->offer(std::move(frame)) || aside_;
  }

  void show(const Outputs& outputs);
  void show_gap(std::uint64_t sequence);
  void notify_observers();

  std::vector<std::unique_ptr<Outlet>> ports_;
  std::vector<Edge*> all_;
  bool aside_ = false;  // an edge may have frames aside
  bool tells_gaps_ = false;
  std::atomic<bool> observed_{false};  // any of the ports
  Gate gate_;
};

}  // namespace omma::flow
