// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/graph/graph.hpp"

/// Small plans, and actors that record what reaches them, for tests of the runtime.
namespace omma::testing {

/// Writes plans without a graph file.
class PlanBuilder {
 public:
  PlanBuilder& actor(const std::string& name, const std::string& kind);
  PlanBuilder& param(const std::string& name, Value value);  ///< of the actor added last
  PlanBuilder& replicas(int count);
  PlanBuilder& join(Join join);
  PlanBuilder& on_error(OnError rule, Restart restart = {});
  /// "actor.port" to "actor.port"
  PlanBuilder& edge(const std::string& from, const std::string& to, WhenFull rule = WhenFull::wait,
                    int queue = 4);

  Plan plan;
};

/// Each source ends after so many frames.
RunOptions frames(std::uint64_t count);

/// Runs to the end.
Report run(const PlanBuilder& builder, const RunOptions& options = {});

const EdgeReport& edge(const Report& report, const std::string& name);
const ActorReport& actor(const Report& report, const std::string& name);

/// The sequence numbers that `test_collect` saw since the last `run`.
std::vector<std::uint64_t> collected();

/// Starts `collected` and `faulty_made` anew; `run` does.
void forget();

/// How many bodies of `test_faulty` were made since the last `run`.
int faulty_made();

/// How many steps of `test_crowd` were under way at a time, at most, since the last `run`.
int most_at_a_time();

/// While it is closed, `test_gate` holds frames back; so does `test_quiet_gate`, which does not
/// say that it is heavy.
void open_gate(bool open);

/// first, first + 1, ... , end - 1
std::vector<std::uint64_t> sequences(std::uint64_t first, std::uint64_t end);

}  // namespace omma::testing
