// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace omma::command {

/// Runs a program of the search path to its end. Its exit status; negative when it did not start.
int run_program(std::vector<std::string> words);

/// As `run_program`, with everything that it prints thrown away.
int run_silently(std::vector<std::string> words);

}  // namespace omma::command
