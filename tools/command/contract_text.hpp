// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "tools/command/kind_list.hpp"
#include "tools/command/terminal.hpp"

namespace omma::command {

/// Everything that a contract says, for people.
std::string contract_text(const Contract& contract, const Terminal& terminal);

/// The actor in a graph file, with its parameters at their defaults.
std::string example(const Contract& contract);

/// The first statement of a doc, for lists.
std::string in_short(std::string_view doc);

/// The same for programs: one contract as an object, several as an array. Files that could not be
/// imported follow them, with `error` instead of a contract.
std::string contract_json(const Contract& contract);
std::string contracts_json(const KindList& list);

}  // namespace omma::command
