// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "runtime/hosts/conversation.hpp"

namespace omma::hosts {

/// The ports that the graph was made with, as a `load` tells them: what is loaded has to have the
/// same. As `_declare.py` describes them.
nlohmann::json ports_json(const Contract& contract);

/// What the answer to a `load` says.
struct Loaded {
  std::vector<std::string> files;  ///< of the user's that it depends on
  std::optional<std::string> error;
};
Result<Loaded> read_loaded(const Received& answer);

}  // namespace omma::hosts
