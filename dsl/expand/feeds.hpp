// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "dsl/read/settings.hpp"

namespace omma::dsl {

/// For a graph that a script runs: each input "ACTOR.PORT" of `Settings::feeds` gets a source that
/// the script pushes to in the place of what the graph connects it to, and so does each input that
/// must be connected and is not. Actors that then feed nobody any more are left out.
void attach_feeds(const Settings& settings, FlatGraph& graph, Report& report);

}  // namespace omma::dsl
