// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/schema/parts.hpp"

namespace omma::dsl::parts {

Json edge_schema();
Json join_schema();
Json restart_schema();

/// The table of an actor whose kind is a module.
Json module_use_schema();

/// The tables at the top of a file.
Json actors_section();
Json graph_section();
Json module_section();
Json hosts_section();
Json params_section();

}  // namespace omma::dsl::parts
