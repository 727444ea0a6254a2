// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/flow/edge.hpp"
#include "runtime/flow/onlooker.hpp"

namespace omma::flow {

/// The edges that leave an actor, by output port. A port without edges lets its frames go.
class Outlets {
 public:
  explicit Outlets(std::size_t ports) : ports_(ports) {}

  void connect(std::size_t port, Edge& edge) {
    ports_[port].push_back(&edge);
    all_.push_back(&edge);
  }

  /// Offers what a step sent; `outputs` is empty afterwards.
  void send(Outputs& outputs) {
    if (Onlooker* first = onlookers_.load(std::memory_order_acquire)) show(*first, outputs);
    for (Sent& sent : outputs.sent) send(ports_[sent.port], sent.frame);
    outputs.clear();
  }

  /// True when no edge has frames aside: the actor may step.
  bool flush() {
    if (!aside_) return true;
    aside_ = false;
    for_each([&](Edge& edge) { aside_ = !edge.flush() || aside_; });
    return !aside_;
  }

  /// Consumers hear of what was offered. At the end of a turn.
  void notify() {
    for_each([](Edge& edge) { edge.notify(); });
    for_each_onlooker([](Onlooker& onlooker) { onlooker.notify(); });
  }

  /// Somebody downstream has to hear of frames that will not come.
  bool tells_gaps() const { return tells_gaps_; }

  /// All edges are known now.
  void connected() {
    for_each([&](const Edge& edge) { tells_gaps_ = tells_gaps_ || edge.gaps; });
  }

  void pass(std::uint64_t sequence) {
    for_each([&](Edge& edge) { edge.pass(sequence); });
  }
  void close() {
    for_each([](Edge& edge) { edge.close(); });
    closed_.store(true);
    for_each_onlooker([](Onlooker& onlooker) { onlooker.close(); });
  }
  void give_up() {
    for_each([](Edge& edge) { edge.give_up(); });
  }

  /// From now on `onlooker` is shown what leaves. From any thread; one at a time.
  void attach(Onlooker& onlooker) {
    onlooker.next = onlookers_.load();
    onlookers_.store(&onlooker);
    if (closed_.load()) onlooker.close();
  }

  std::size_t ports() const { return ports_.size(); }

 private:
  static void show(Onlooker& first, const Outputs& outputs) {
    for (const Sent& sent : outputs.sent) {
      for (Onlooker* onlooker = &first; onlooker != nullptr; onlooker = onlooker->next)
        onlooker->see(sent.port, sent.frame);
    }
  }

  template <class F>
  void for_each_onlooker(F action) {
    for (Onlooker* onlooker = onlookers_.load(); onlooker != nullptr; onlooker = onlooker->next)
      action(*onlooker);
  }

  template <class F>
  void for_each(F action) {
    for (Edge* edge : all_) action(*edge);
  }

  void send(const std::vector<Edge*>& edges, Frame& frame) {
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
      aside_ = !edges[i]->offer(Frame(frame)) || aside_;
    if (!edges.empty()) aside_ = !edges.back()->offer(std::move(frame)) || aside_;
  }

  std::vector<std::vector<Edge*>> ports_;
  std::vector<Edge*> all_;
  bool aside_ = false;  // an edge may have frames aside
  bool tells_gaps_ = false;
  std::atomic<Onlooker*> onlookers_{nullptr};  // the latest; they stay until the graph ends
  std::atomic<bool> closed_{false};
};

}  // namespace omma::flow
