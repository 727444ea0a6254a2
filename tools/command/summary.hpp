// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/graph/report.hpp"
#include "runtime/plan/plan.hpp"
#include "tools/command/terminal.hpp"

namespace omma::command {

/// What a run did, for people: a table of actors, a table of edges, the sums.
std::string summary(const Plan& plan, const Report& report, const Terminal& terminal);

}  // namespace omma::command
