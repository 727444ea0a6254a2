// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/origins.hpp"
#include "dsl/check/wiring.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Reports `same_frame` joins where one branch holds frames back longer than the queues of another
/// branch from the same actor can keep theirs: the fork is stopped by the full branch and gives the
/// other one nothing more.
void check_capacity(const Wiring& wiring, const Origins& origins, Report& report);

}  // namespace omma::dsl
