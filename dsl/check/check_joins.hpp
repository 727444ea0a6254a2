// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/origins.hpp"
#include "dsl/check/wiring.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Reports joins whose inputs can never belong together.
void check_joins(const Wiring& wiring, const Origins& origins, Report& report);

}  // namespace omma::dsl
