// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace omma::command {

/// What may stand where a value of this type is wanted that names something of a graph that runs:
/// a line each, from all that run. Types are those of command_tree.hpp.
std::string running_values(const std::string& type);

/// The type names something of a graph that runs.
bool of_a_run(const std::string& type);

}  // namespace omma::command
