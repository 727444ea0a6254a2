// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {

/// Looks up kinds and ports, checks what each actor and edge says for itself, and leaves out what
/// cannot be used. `graph` has to outlive the result.
Wiring wire(const FlatGraph& graph, const Registry& registry, Report& report);

}  // namespace omma::dsl
