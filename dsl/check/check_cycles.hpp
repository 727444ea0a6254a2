// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Puts the actors in order, sources first, and reports every cycle in which they would wait for
/// each other for ever.
void check_cycles(Wiring& wiring, Report& report);

}  // namespace omma::dsl
