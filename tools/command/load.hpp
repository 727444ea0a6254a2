// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/graph.hpp"
#include "runtime/hosts/environment.hpp"
#include "tools/command/run_options.hpp"

namespace omma::command {

/// What becomes of environments of hosts that are not there yet.
enum class Environments {
  made_aloud,  ///< with their progress on stderr
  made_quietly,
  left  ///< the graph cannot be loaded
};

/// What a verb reads graphs with: `--set`, plug-ins of the graph, the memory of a run.
dsl::Settings settings_with(const std::vector<std::string>& sets,
                            Environments environments = Environments::made_aloud);

/// The same for a verb that runs them: with its `--probe`, and as quiet as it is.
dsl::Settings settings_of(const RunOptionsGiven& given);

/// The environment of a host with requirements; making it may take minutes.
Result<hosts::Environment> environment_of(const PlannedHost& host, Environments environments);

/// The errors, one in a line.
std::string text_of_errors(const dsl::Diagnostics& diagnostics);

/// Prints the diagnostics to stderr, one line each.
void print_diagnostics(const dsl::Diagnostics& diagnostics);

/// The plan of a graph that was read, after its diagnostics; ends the verb with status 2 when the
/// graph is wrong.
Plan plan_of(dsl::Loaded loaded);

/// Kinds that were refused when the program started, as warnings on stderr.
void print_refused_kinds();

}  // namespace omma::command
