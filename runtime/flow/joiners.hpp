// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/flow/inlets.hpp"

namespace omma::flow {

/// A single input: every frame fires.
class OneInlet final : public Joiner {
 public:
  explicit OneInlet(std::span<Inlet> inlets) : Joiner(inlets), edge_(*inlets[0].edge) {}

  // A gap is always read before the ring: what it announces as gone cannot be in the ring any more.
  Found next(InputSet& set) override {
    passed_ = edge_.passed();
    if (edge_.take(set.frames[0])) return set.taken[0] = 1, Found::set;
    return edge_.ended() ? Found::end : Found::nothing;
  }

  void deliver(InputSet& set) {
    edge_.deliver();
    set.taken[0] = 0;
    set.frames[0].reset();
  }

  void offer_room() { edge_.offer_room(); }

 private:
  Edge& edge_;
};

/// Fires when all inputs hold the frame of one sequence number. Inputs come in order, so what is
/// older than the earliest number that every required input can still give will never match.
/// An optional input that can not give the number any more stays empty.
class SameFrame final : public Joiner {
 public:
  using Joiner::Joiner;
  Found next(InputSet& set) override;

 private:
  std::int64_t reach(const Inlet& inlet) const;
  std::int64_t target() const;
  bool drop_older(std::int64_t sequence);
  bool complete(std::int64_t sequence) const;
};

/// Every frame of any input fires alone; the inputs take turns.
class AnyFrame final : public Joiner {
 public:
  using Joiner::Joiner;
  Found next(InputSet& set) override;

 private:
  std::size_t turn_ = 0;
};

/// The last frame of an input, for joins that give it again and again.
struct Sampled {
  Frame frame;
  bool fresh = false;  ///< its edge still counts it as in flight
};

/// The first input fires; the others give the last frame they saw.
class Latest final : public Joiner {
 public:
  explicit Latest(std::span<Inlet> inlets) : Joiner(inlets), sampled_(inlets.size()) {}
  Found next(InputSet& set) override;

 private:
  bool sample(std::size_t inlet);
  void settle_unused();
  std::vector<Sampled> sampled_;
};

/// The first input fires; the others give the frame whose capture time is nearest, if within
/// `within_ms`. A frame without a match is let go after `timeout_ms`. Frames of different clocks
/// are compared by their arrival.
class Nearest final : public Joiner {
 public:
  Nearest(std::span<Inlet> inlets, const Join& join);
  Found next(InputSet& set) override;
  std::optional<std::int64_t> deadline() const override;

 private:
  enum class Match : std::uint8_t { before, after, none, unknown };
  Match match(std::size_t inlet, const Frame& trigger);
  Match decide(std::size_t inlet, const Frame& trigger);
  bool match_all(const Frame& trigger, std::vector<Match>& matches);
  void fire(InputSet& set, const std::vector<Match>& matches);
  void keep(std::size_t inlet);
  void settle_unused();

  std::vector<Sampled> before_;  // of each input, the last frame not after the trigger
  std::int64_t within_ns_;
  std::int64_t timeout_ns_;
  std::int64_t waiting_since_ = 0;  // steady clock; 0 = not waiting
};

}  // namespace omma::flow
