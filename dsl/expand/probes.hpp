// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Attaches an actor in Python to an output of the graph for each "ACTOR.PORT=FILE.py:NAME". It
/// gets the newest frame whenever it is free, so it slows nobody down, and its errors end nothing.
void attach_probes(const std::vector<std::string>& probes, FlatGraph& graph, Report& report);

}  // namespace omma::dsl
