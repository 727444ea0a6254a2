// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"

namespace omma::dsl {

/// Checks the outline of one file: its top-level tables, their keys and the names of actors.
/// False when it is not worth to go on with it.
bool check_shape(const Document& document, Report& report);

/// The table of that name at the top of a file; empty when it is not there (or no table).
const Table& section(const Document& document, std::string_view name);

}  // namespace omma::dsl
