// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "runtime/hosts/actor_instance.hpp"

namespace omma::hosts {

/// Instances that are not needed any more. To end one takes time, so it is done beside the frames,
/// by the reloader's thread, where there is one. Thread-safe.
class RetiredInstances {
 public:
  explicit RetiredInstances(const HostedActor& actor) : actor_(actor) {}

  void add(std::unique_ptr<ActorInstance> instance);

  /// Ends those that were added: their actors close first.
  void close_all();

 private:
  const HostedActor& actor_;
  std::mutex mutex_;  // guards the list; no instance ends under it
  std::vector<std::unique_ptr<ActorInstance>> list_;
};

}  // namespace omma::hosts
