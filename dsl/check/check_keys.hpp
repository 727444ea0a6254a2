// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Checks what the language itself says of an actor (replicas, join, on_error, restart, host) and
/// puts it into its plan; `hosts` are those of the graph. Of an actor without a contract, whose
/// kind is not known, it checks what holds for all kinds.
void check_keys(const FlatActor& written, const std::vector<PlannedHost>& hosts, WiredActor& actor,
                Report& report);

/// The same for an edge (queue, when_full, convert).
void check_options(const FlatEdge& written, WiredEdge& edge, Report& report);

}  // namespace omma::dsl
