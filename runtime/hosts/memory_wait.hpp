// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "runtime/base/activity.hpp"
#include "runtime/hosts/conversation.hpp"
#include "runtime/hosts/hosted_actor.hpp"

namespace omma::hosts {

/// The wait of a host whose frame memory is full: until frames that are elsewhere are given back,
/// unless that can not help. Used by the thread that collects.
class MemoryWait {
 public:
  explicit MemoryWait(const HostedActor& actor) : actor_(actor) {}

  /// `outputs`: the memory that is full, which outlives the wait. `in_step`: the actor is at a step
  /// meanwhile.
  void begin(const MemoryNeed& need, Slab& outputs, bool in_step);
  void end();

  bool waiting() const { return need_.has_value(); }
  const MemoryNeed& need() const { return *need_; }
  Slab& outputs() const { return *outputs_; }

  /// Waits a while; empty when there is no room yet.
  SlotRef await() const;

  /// Whether it is worth to go on waiting. `kept`: bytes of room that the host itself keeps.
  bool may_come(std::uint64_t kept);

 private:
  const HostedActor& actor_;
  std::optional<MemoryNeed> need_;
  Slab* outputs_ = nullptr;
  std::optional<Patience> patience_;
};

}  // namespace omma::hosts
