// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/expand/flat.hpp"
#include "dsl/expand/scope.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Adds the edges that the inputs in `scope` and in the modules inside it name.
void connect(const Scope& scope, FlatGraph& graph, Report& report);

}  // namespace omma::dsl
