// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/flat.hpp"
#include "dsl/wiring.hpp"
#include "runtime/plan.hpp"

namespace omma::dsl {

/// What the runtime gets of a checked graph.
Plan plan(const FlatGraph& graph, const Wiring& wiring);

}  // namespace omma::dsl
