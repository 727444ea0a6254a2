// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// The interpreters of `[host.NAME]`, as far as they make sense. `file` is where they stand;
/// relative paths begin at its folder.
std::vector<PlannedHost> read_hosts(const Table& section, const std::string& file, Report& report);

}  // namespace omma::dsl
