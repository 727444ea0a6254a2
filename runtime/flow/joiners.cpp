// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/joiners.hpp"

#include <algorithm>
#include <limits>

namespace omma::flow {

// ---- same frame

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// The smallest sequence number that this input can still give.
std::int64_t SameFrame::reach(const Inlet& inlet) const {
  const std::int64_t passed = inlet.edge->passed();
  if (const Frame* front = inlet.edge->front()) return static_cast<std::int64_t>(front->sequence());
  return inlet.edge->ended() ? never : passed + 1;
}

/// The smallest sequence number for which a set can still come about.
std::int64_t SameFrame::target() const {
  std::int64_t of_required = -1;
  std::int64_t of_optional = never;
  for (const Inlet& inlet : inlets_) {
    if (inlet.edge == nullptr) continue;
    if (inlet.optional) {
      of_optional = std::min(of_optional, reach(inlet));
    } else {
      of_required = std::max(of_required, reach(inlet));
    }
  }
  return of_required < 0 ? of_optional : of_required;
}

bool SameFrame::drop_older(std::int64_t sequence) {
  bool dropped = false;
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (inlets_[i].edge == nullptr) continue;
    for (const Frame* front = inlets_[i].edge->front();
         front != nullptr && static_cast<std::int64_t>(front->sequence()) < sequence;
         front = inlets_[i].edge->front()) {
      drop(i);
      dropped = true;
    }
  }
  return dropped;
}

/// Every input holds the frame or, being optional, can not give it any more. A gap may be told at
/// any moment; it signals another turn.
bool SameFrame::complete(std::int64_t sequence) const {
  for (const Inlet& inlet : inlets_) {
    if (inlet.edge == nullptr) continue;
    const std::int64_t reached = reach(inlet);
    if (reached > sequence && inlet.optional) continue;
    if (reached != sequence || inlet.edge->front() == nullptr) return false;
  }
  return true;
}

Joiner::Found SameFrame::next(InputSet& set) {
  std::int64_t sequence = target();
  while (drop_older(sequence)) sequence = target();
  if (sequence == never) {
    for (const Inlet& inlet : inlets_) {
      if (inlet.edge != nullptr && !inlet.edge->ended()) return Found::nothing;
    }
    return Found::end;
  }
  passed_ = std::max(passed_, sequence - 1);
  if (!complete(sequence)) return Found::nothing;
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (inlets_[i].edge != nullptr && reach(inlets_[i]) == sequence) take(set, i);
  }
  return Found::set;
}

// ---- any

Joiner::Found AnyFrame::next(InputSet& set) {
  bool all_ended = true;
  for (std::size_t tried = 0; tried < inlets_.size(); ++tried) {
    const std::size_t inlet = turn_++ % inlets_.size();
    if (inlets_[inlet].edge == nullptr) continue;
    if (take(set, inlet)) return Found::set;
    all_ended = all_ended && inlets_[inlet].edge->ended();
  }
  return all_ended ? Found::end : Found::nothing;
}

// ---- latest

/// Takes in what is newest; what it replaces without having been used counts as dropped.
bool Latest::sample(std::size_t inlet) {
  Edge& edge = *inlets_[inlet].edge;
  Sampled& sampled = sampled_[inlet];
  Frame frame;
  while (edge.take(frame)) {
    if (sampled.fresh) edge.drop(sampled.frame);
    sampled = {std::move(frame), true};
  }
  return static_cast<bool>(sampled.frame);
}

void Latest::settle_unused() {
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (follows(i) && std::exchange(sampled_[i].fresh, false))
      inlets_[i].edge->drop(sampled_[i].frame);
    sampled_[i].frame = Frame();
  }
}

Joiner::Found Latest::next(InputSet& set) {
  bool complete = true;
  bool hopeless = false;
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (!follows(i) || sample(i) || inlets_[i].optional) continue;
    complete = false;
    hopeless = hopeless || inlets_[i].edge->ended();
  }
  Edge& trigger = *inlets_[trigger_].edge;
  const std::int64_t passed = trigger.passed();
  while (hopeless && trigger.front() != nullptr) drop(trigger_);
  if (trigger.front() == nullptr) {
    passed_ = passed;
    if (!trigger.ended()) return Found::nothing;
    settle_unused();
    return Found::end;
  }
  if (!complete) return Found::nothing;
  take(set, trigger_);
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (!follows(i)) continue;
    set.frames[i] = sampled_[i].frame;
    set.taken[i] = std::exchange(sampled_[i].fresh, false);
  }
  return Found::set;
}

}  // namespace omma::flow
