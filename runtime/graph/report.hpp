// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/flow/ledger.hpp"
#include "runtime/frames/copies.hpp"
#include "runtime/plan/plan.hpp"

namespace omma {

struct ActorReport {
  std::string name;
  std::string kind;
  int replicas = 1;
  std::uint64_t processed = 0;
  std::uint64_t errors = 0;
  std::uint64_t restarts = 0;
  std::uint64_t copied_pixels = 0;  ///< see `Copies`
  std::uint64_t missed = 0;         ///< a source: numbers that it left out, as its device did
  double busy_us = 0;               ///< in all replicas together
  double p50_us = 0;                ///< of a step
  double p99_us = 0;
  int in_step = 0;      ///< replicas that were in the middle of a step
  double step_s = 0;    ///< for so long the longest of them was in its step
  bool hosted = false;  ///< in another process, where its steps have a deadline
  bool source = false;  ///< its steps may wait for something
};

/// offered = delivered + dropped + lost + in_flight
struct EdgeReport {
  std::string name;
  std::string rule;
  std::uint64_t offered = 0;
  std::uint64_t delivered = 0;
  std::uint64_t dropped = 0;    ///< by the edge's rule, or by a join that could not match it
  std::uint64_t lost = 0;       ///< by a failure
  std::uint64_t in_flight = 0;  ///< came in and was not settled; not worked out from `offered`
};

/// The figures of an edge or an observer.
EdgeReport edge_report(std::string name, WhenFull rule, const flow::Ledger& ledger);

/// What a run did. Taken while it runs, the figures are those of a moment ago.
struct Report {
  std::string graph;
  double seconds = 0;
  std::vector<ActorReport> actors;
  std::vector<EdgeReport> edges;
  bool balanced = true;  ///< every edge's sums close; certain only once the run has ended
  Copies copies;
  std::uint64_t slab_bytes = 0;  ///< of frame memory that is resident
  std::uint64_t held_bytes = 0;  ///< of frame memory that is in use, also in the hosts
  std::optional<Error> failure;
};

}  // namespace omma
