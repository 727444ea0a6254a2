// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "runtime/flow/edge.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::flow {

/// One input port of an actor. `edge` is null when an optional input is not connected.
struct Inlet {
  Edge* edge = nullptr;
  bool optional = false;
};

/// The frames that one step consumes, and which edges still count them as in flight.
struct InputSet {
  std::vector<Frame> frames;  ///< one per inlet; empty where nothing came in
  std::vector<char> taken;    ///< the frame left its edge for this set

  explicit InputSet(std::size_t inlets) : frames(inlets), taken(inlets, false) {}
};

/// Decides which frames meet. Used by one thread at a time. A join never waits for ever: what can
/// not match any more is dropped, and counted so by its edge.
class Joiner {
 public:
  explicit Joiner(std::span<Inlet> inlets) : inlets_(inlets) {
    while (trigger_ + 1 < inlets.size() && inlets[trigger_].edge == nullptr) ++trigger_;
  }
  virtual ~Joiner() = default;

  enum class Found : std::uint8_t {
    set,      ///< `set` is filled
    nothing,  ///< not now
    end       ///< never again
  };
  virtual Found next(InputSet& set) = 0;

  /// No set with this sequence or a smaller one will come; -1 = nothing is known.
  std::int64_t passed() const { return passed_; }

  /// When `next` should be called again even if nothing comes in (steady clock, ns).
  virtual std::optional<std::int64_t> deadline() const { return std::nullopt; }

 protected:
  bool take(InputSet& set, std::size_t inlet) {
    const bool taken = inlets_[inlet].edge->take(set.frames[inlet]);
    set.taken[inlet] = static_cast<char>(taken);
    return taken;
  }
  void drop(std::size_t inlet);

  /// Connected, and not the one that fires.
  bool follows(std::size_t inlet) const {
    return inlet != trigger_ && inlets_[inlet].edge != nullptr;
  }

  std::span<Inlet> inlets_;
  std::size_t trigger_ = 0;  ///< the first connected input
  std::int64_t passed_ = -1;
};

std::unique_ptr<Joiner> make_joiner(const Join& join, std::span<Inlet> inlets);

/// Says what became of a set's frames, and lets go of them.
template <class Settle>
void settle(InputSet& set, std::span<Inlet> inlets, Settle settle_one) {
  for (std::size_t i = 0; i < inlets.size(); ++i) {
    if (std::exchange(set.taken[i], char{0}) != 0) settle_one(*inlets[i].edge);
    set.frames[i].reset();
  }
}

inline void deliver(InputSet& set, std::span<Inlet> inlets) {
  settle(set, inlets, [](Edge& edge) { edge.deliver(); });
}

inline void lose(InputSet& set, std::span<Inlet> inlets) {
  settle(set, inlets, [](Edge& edge) { edge.lose(); });
}

}  // namespace omma::flow
