// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "runtime/flow/bodies.hpp"
#include "runtime/graph/graph.hpp"
#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/quarantine.hpp"
#include "runtime/scripts/feed.hpp"

namespace omma {

/// It runs in a process of its own, or of the actors that share its host.
bool in_host(const PlannedActor& planned, const Kind& kind);

/// The bodies of one graph, and what they need: hosts, and feeds where a script pushes.
class GraphBodies final : public flow::Bodies {
 public:
  /// `plan`, `options` and `activity` outlive it. `memory`: bytes of results of a host, and of
  /// frames that a script pushes, that may be in memory at a time.
  GraphBodies(const Plan& plan, const RunOptions& options, Activity& activity,
              std::uint64_t memory);

  std::unique_ptr<Body> make(const PlannedActor& planned, const Kind& kind, int replica,
                             const Self& self) override;
  std::shared_ptr<BodyHost> host(const PlannedActor& planned, const Kind& kind,
                                 int replica) override;

  /// Of the source of this name; null when no script feeds it.
  hosts::Feed* feed(const std::string& actor) const;

  /// Who pushes is told that the run is over.
  void close_feeds() const;

  /// Bytes of results that are in use.
  std::uint64_t held_bytes() const;

 private:
  std::shared_ptr<hosts::Host> host_of(const PlannedActor& planned, const Kind& kind, int replica);
  hosts::Feed* feed_of(const PlannedActor& planned);

  const Plan& plan_;
  const RunOptions& options_;
  const std::uint64_t memory_;
  using HostKey = std::tuple<std::string, int, hosts::Language>;  // name, replica
  std::map<HostKey, std::shared_ptr<hosts::Host>> hosts_;
  hosts::Quarantine quarantine_;
  hosts::Reloader reloader_;
  hosts::Services services_;
  std::map<std::string, std::unique_ptr<hosts::Feed>> feeds_;  // by actor
};

}  // namespace omma
