// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/graph/report.hpp"

namespace omma::control {

/// The report for programs. Keys: graph, seconds, actors, edges, balanced, copies, and failure when
/// the run failed.
std::string report_json(const Report& report);

}  // namespace omma::control
