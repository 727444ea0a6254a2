// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/flow/edge.hpp"
#include "runtime/flow/gate.hpp"
#include "runtime/flow/node_flags.hpp"
#include "runtime/flow/observed.hpp"

namespace omma::flow {

/// The edges that leave an actor, by output port. A port without edges lets its frames go.
class Outlets {
 public:
  /// `task`: signalled when it may go on after somebody who looks had no room. `flags`: of its
  /// actor.
  Outlets(std::size_t ports, Task& task, NodeFlags& flags);

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
  bool flush() { return (!aside_ || flush_aside()) && !flags_.held(); }

  /// Consumers hear of what was offered. At the end of a turn.
  void notify() {
    if (only_ != nullptr) {
      only_->notify();
    } else {
      for_each([](Edge& edge) { edge.notify(); });
    }
    if (observed()) notify_observers();
  }

  /// Somebody downstream has to hear of frames that will not come.
  bool tells_gaps() const {
    return flags_.any(NodeFlags::tells_gaps | NodeFlags::outputs_observed);
  }

  /// All edges are known now.
  void connected() {
    for_each([&](const Edge& edge) {
      if (edge.gaps) flags_.set(NodeFlags::tells_gaps, true);
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
  bool observed() const { return flags_.any(NodeFlags::outputs_observed); }

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

  NodeFlags& flags_;
  Edge* only_ = nullptr;                   // the usual case: one port with one edge
  bool aside_ = false;                     // an edge may have frames aside
  std::vector<std::vector<Edge*>> edges_;  // by port
  std::vector<Edge*> all_;
  Gate gate_;
  std::mutex observe_mutex_;  // who looks, and the bit that says so, change together
  std::vector<std::unique_ptr<Observed>> observed_;  // by port
};

}  // namespace omma::flow
