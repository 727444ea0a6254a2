// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// What a file says about its actors, as `_describe.py` words it.
struct PythonAnswer {
  std::string file;
  nlohmann::json said;
};

/// Has a short-lived process of the host import what lies at these places. A file that ends the
/// process, or takes too long, gets an answer of its own, {"error": ...}, and another process goes
/// on with the rest. An error holds what an interpreter said that does not work at all.
Result<std::vector<PythonAnswer>> ask_python(const PlannedHost& host,
                                             const std::vector<std::string>& places);

}  // namespace omma::hosts
