// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "runtime/plan/plan.hpp"

namespace omma::command {

/// A checked graph for programs: modules expanded, parameters put in, formats negotiated. Of the
/// parameters of actors there are those that differ from their defaults.
nlohmann::ordered_json plan_json(const Plan& plan);

}  // namespace omma::command
