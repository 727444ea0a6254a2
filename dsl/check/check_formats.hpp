// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/read/diagnostic.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {

/// Negotiates the pixel formats of all edges, puts a converter into those that ask for one, and
/// reports the edges whose ends do not meet.
void check_formats(Wiring& wiring, const Registry& registry, Report& report);

}  // namespace omma::dsl
