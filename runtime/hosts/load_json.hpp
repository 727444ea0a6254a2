// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "runtime/contract/contract.hpp"

namespace omma::hosts {

/// The ports that the graph was made with, as a `load` tells them: what is loaded has to have the
/// same. As `_declare.py` describes them.
nlohmann::json ports_json(const Contract& contract);

}  // namespace omma::hosts
