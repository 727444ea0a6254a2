// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "runtime/contract/body.hpp"

namespace omma::hosts {

/// A parameter as Python describes it; throws `nlohmann::json::exception` when it is none.
Param param_of(const nlohmann::json& from);

/// What an actor answers that is asked about its parameters.
std::string settings_text(const Settings& settings);

/// What the process of an actor says is in force.
Result<Settings> read_settings(const Contract& contract, std::string_view text);

}  // namespace omma::hosts
