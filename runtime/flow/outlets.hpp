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
    edges_[port].push_back(&edge);
    all_.push_back(&edge);
  }

  /// Offers what a step sent; `outputs` is empty afterwards.
  void send(Outputs& outputs) {
    if (observed()) show(outputs);
    for (Sent& sent : outputs.sent) {
      if (only_ != nullptr) {
        aside_ = !only_->offer(std::move(sent.frame)) || aside_;
      } else {
        send(edges_[sent.port], sent.frame);
      }
    }
    outputs.clear();
  }

  /// True when no edge has frames aside and nobody who looks needs room: the actor may step.
  bool flush() { return (!aside_ || flush_aside()) && gate_.open(); }

  /// Consumers hear of what was offered. At the end of a turn.
  void notify() {
    for_each([](Edge& edge) { edge.notify(); });
    if (observed()) notify_observers();
  }

  /// Somebody downstream has to hear of frames that will not come.
  bool tells_gaps() const { return hearers_.load(std::memory_order_relaxed) != 0; }

  /// All edges are known now.
  void connected() {
    for_each([&](const Edge& edge) {
      if (edge.gaps) hearers_ |= edges_bit;
    });
    if (ports() == 1 && all_.size() == 1) only_ = all_[0];
  }

  void pass(std::uint64_t sequence) {
    for_each([&](Edge& edge) { edge.pass(sequence); });
    if (observed()) show_gap(sequence);
  }
  void close();
  /// The run is over.
  void end_observation();
  void give_up() {
    for_each([](Edge& edge) { edge.give_up(); });
  }

  std::size_t ports() const { return edges_.size(); }

  // ---- observers; from any thread

  void observe(std::size_t port, std::shared_ptr<Observer> observer);
  bool forget(const Observer& observer);
  Gate& gate() { return gate_; }

 private:
  // Who hears of gaps.
  static constexpr std::uint8_t edges_bit = 1;
  static constexpr std::uint8_t observers_bit = 2;
  bool observed() const { return (hearers_.load(std::memory_order_acquire) & observers_bit) != 0; }

  template <class F>
  void for_each(F action) {
    for (Edge* edge : all_) action(*edge);
  }

  void send(const std::vector<Edge*>& edges, Frame& frame) {
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
      aside_ = !edges[i]->offer(Frame(frame)) || aside_;
    if (!edges.empty()) aside_ = !edges.back()->offer(std::move(frame)) || aside_;
  }

  bool flush_aside();
  void show(const Outputs& outputs);
  void show_gap(std::uint64_t sequence);
  void notify_observers();

  std::vector<std::vector<Edge*>> edges_;  // by port
  std::vector<Edge*> all_;
  Edge* only_ = nullptr;  // the usual case: one port with one edge
  bool aside_ = false;    // an edge may have frames aside
  std::atomic<std::uint8_t> hearers_{0};
  Gate gate_;
  std::vector<std::unique_ptr<Observed>> observed_;  // by port
};

}  // namespace omma::flow
