// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/diagnostic.hpp"
#include "dsl/origins.hpp"
#include "dsl/wiring.hpp"

namespace omma::dsl {

/// Reports joins whose inputs can never belong together.
void check_joins(const Wiring& wiring, const Origins& origins, Report& report);

}  // namespace omma::dsl
