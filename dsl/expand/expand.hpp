// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Puts in the parameters, `--set` and the modules. What cannot be resolved is reported; the rest
/// is in the result, so that later stages still find what is wrong with it.
FlatGraph expand(const Document& document, const std::vector<std::string>& sets, Report& report);

}  // namespace omma::dsl
