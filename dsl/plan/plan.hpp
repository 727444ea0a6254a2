// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// What the runtime gets of a checked graph.
Plan plan(const FlatGraph& graph, const Wiring& wiring);

}  // namespace omma::dsl
