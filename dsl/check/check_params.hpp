// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Checks the parameters of an actor against its contract and puts them into its plan.
void check_params(const FlatActor& written, WiredActor& actor, Report& report);

}  // namespace omma::dsl
