// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"

namespace omma::dsl {

/// It is a key of `[host]`, so no host has this name.
bool host_key(const std::string& name);

/// It stands in `[host]` for actors that have a host each, and is no host.
bool own_key(const Member& member);

/// Reads `[host]` and each `[host.NAME]` into the graph, as far as they make sense. Relative paths
/// begin at the folder of its file.
void read_hosts(const Table& section, FlatGraph& graph, Report& report);

}  // namespace omma::dsl
