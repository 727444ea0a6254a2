// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/diagnostic.hpp"
#include "dsl/wiring.hpp"
#include "runtime/registry.hpp"

namespace omma::dsl {

/// Negotiates the pixel formats of all edges, puts a converter into those that ask for one, and
/// reports the edges whose ends do not meet.
void check_formats(Wiring& wiring, const Registry& registry, Report& report);

}  // namespace omma::dsl
