// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/diagnostic.hpp"
#include "dsl/flat.hpp"
#include "dsl/wiring.hpp"

namespace omma::dsl {

/// Checks the parameters of an actor against its contract and puts them into its plan.
void check_params(const FlatActor& written, WiredActor& actor, Report& report);

}  // namespace omma::dsl
