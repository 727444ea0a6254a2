// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdlib>

#include "runtime/flow/joiners.hpp"
#include "runtime/flow/stats.hpp"

namespace omma::flow {
namespace {

/// How much later `frame` is than `trigger`, in ns; by capture when both read the same clock.
std::int64_t later_by(const Frame& frame, const Frame& trigger) {
  const Times a = frame.times();
  const Times b = trigger.times();
  return a.clock == b.clock ? a.capture_ns - b.capture_ns : a.arrival_ns - b.arrival_ns;
}

std::int64_t nanoseconds(double ms) { return static_cast<std::int64_t>(std::llround(ms * 1e6)); }

}  // namespace

Nearest::Nearest(std::span<Inlet> inlets, const Join& join)
    : Joiner(inlets),
      before_(inlets.size()),
      within_ns_(nanoseconds(join.within_ms)),
      timeout_ns_(nanoseconds(join.timeout_ms)) {}

/// The front becomes the last frame before; the one it replaces is dropped unless it was used.
void Nearest::keep(std::size_t inlet) {
  if (before_[inlet].fresh) inlets_[inlet].edge->drop(before_[inlet].frame);
  before_[inlet].fresh = inlets_[inlet].edge->take(before_[inlet].frame);
}

/// The better of the frame before the trigger and the one after it, if either is near enough.
Nearest::Match Nearest::decide(std::size_t inlet, const Frame& trigger) {
  const Frame* after = inlets_[inlet].edge->front();
  const Frame& before = before_[inlet].frame;
  const std::int64_t never = within_ns_ + 1;
  const std::int64_t to_after = after != nullptr ? std::abs(later_by(*after, trigger)) : never;
  const std::int64_t to_before = before ? std::abs(later_by(before, trigger)) : never;
  if (std::min(to_after, to_before) > within_ns_) return Match::none;
  return to_before <= to_after ? Match::before : Match::after;
}

Nearest::Match Nearest::match(std::size_t inlet, const Frame& trigger) {
  Edge& edge = *inlets_[inlet].edge;
  const Frame* front = edge.front();
  while (front != nullptr && later_by(*front, trigger) <= 0) {
    keep(inlet);
    front = edge.front();
  }
  const Frame& before = before_[inlet].frame;
  const bool exact = before && later_by(before, trigger) == 0;
  if (exact || front != nullptr || edge.ended()) return decide(inlet, trigger);
  const bool late = waiting_since_ != 0 && now_ns() - waiting_since_ >= timeout_ns_;
  return late ? decide(inlet, trigger) : Match::unknown;
}

bool Nearest::match_all(const Frame& trigger, std::vector<Match>& matches) {
  bool known = true;
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (!follows(i)) continue;
    matches[i] = match(i, trigger);
    known = known && matches[i] != Match::unknown;
  }
  return known;
}

void Nearest::fire(InputSet& set, const std::vector<Match>& matches) {
  take(set, trigger_);
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (!follows(i) || matches[i] == Match::none) continue;
    if (matches[i] == Match::after) keep(i);
    set.frames[i] = before_[i].frame;
    set.taken[i] = std::exchange(before_[i].fresh, false);
  }
}

void Nearest::settle_unused() {
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    if (follows(i) && std::exchange(before_[i].fresh, false))
      inlets_[i].edge->drop(before_[i].frame);
    before_[i].frame = Frame();
  }
}

Joiner::Found Nearest::next(InputSet& set) {
  Edge& trigger = *inlets_[trigger_].edge;
  const std::int64_t passed = trigger.passed();
  std::vector<Match> matches(inlets_.size(), Match::none);
  while (const Frame* front = trigger.front()) {
    if (!match_all(*front, matches)) {
      if (waiting_since_ == 0) waiting_since_ = now_ns();
      return Found::nothing;
    }
    waiting_since_ = 0;
    bool complete = true;
    for (std::size_t i = 0; i < inlets_.size(); ++i) {
      complete = complete && (!follows(i) || inlets_[i].optional || matches[i] != Match::none);
    }
    if (complete) {
      fire(set, matches);
      return Found::set;
    }
    passed_ = static_cast<std::int64_t>(front->sequence());
    drop(trigger_);
  }
  passed_ = std::max(passed_, passed);
  if (!trigger.ended()) return Found::nothing;
  settle_unused();
  return Found::end;
}

std::optional<std::int64_t> Nearest::deadline() const {
  if (waiting_since_ == 0) return std::nullopt;
  return waiting_since_ + timeout_ns_;
}

}  // namespace omma::flow
