// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/graph.hpp"

namespace omma::command {

/// What a verb reads graphs with: `--set`, plug-ins of the graph, the memory of a run.
dsl::Settings settings_with(const std::vector<std::string>& sets);

/// Prints the diagnostics to stderr, one line each.
void print_diagnostics(const dsl::Diagnostics& diagnostics);

/// The plan of a graph that was read, after its diagnostics; ends the verb with status 2 when the
/// graph is wrong.
Plan plan_of(dsl::Loaded loaded);

/// Kinds that were refused when the program started, as warnings on stderr.
void print_refused_kinds();

}  // namespace omma::command
