// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/diagnostic.hpp"
#include "dsl/flat.hpp"
#include "dsl/graph.hpp"

namespace omma::dsl {

/// Makes the kinds in Python known that the graph names, and before that the environments of the
/// hosts that they run in: `PlannedHost::python` is the interpreter there afterwards.
void load_python(FlatGraph& graph, const Settings& settings, Report& report);

}  // namespace omma::dsl
