// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma {

/// The plan as JSON, for programs and other machines. Of parameters there are those that differ
/// from their defaults; bytes that are no UTF-8 are replaced.
std::string plan_to_json(const Plan& plan);

/// Reads what `plan_to_json` wrote, from anywhere: each key has to be there, and no other. Names
/// resolve within the plan and numbers are in range; kinds and ports are not looked up. An error
/// names the place as a JSON pointer, "/edges/3/from". Never throws.
Result<Plan> plan_from_json(std::string_view text);

}  // namespace omma
