// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {

/// Warns of keys of a host that tell which interpreter it is, where all actors in it are in C++,
/// and of `[host]` where no actor has a host to itself.
void check_hosts(const FlatGraph& graph, const Registry& registry, Report& report);

}  // namespace omma::dsl
