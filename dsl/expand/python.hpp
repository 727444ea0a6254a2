// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "dsl/read/settings.hpp"

namespace omma::dsl {

/// Makes the kinds in Python known that the actors name, and before that the environments of the
/// hosts that they run in: `PlannedHost::python` is the interpreter there afterwards. Those that
/// are named without a file are looked for on the path of their graph, and then in installed
/// packages; from here on the kind of such an actor is "FILE.py:NAME". No interpreter is started
/// for a graph that needs none.
void load_python_kinds(FlatGraph& graph, const Settings& settings, Report& report);

}  // namespace omma::dsl
