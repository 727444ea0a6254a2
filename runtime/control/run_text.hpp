// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/graph/graph.hpp"

namespace omma::control {

/// Now, "2026-11-27T14:03:59+0100".
std::string local_time();

/// A line for each actor and edge: "actor NAME kind=canny processed=120 ...", for `grep`.
std::string report_text(const Report& report);

/// A line for each parameter, as `--set` takes it: "ACTOR.PARAM=VALUE".
std::string parameters_text(const Graph& graph, const Report& report);

}  // namespace omma::control
