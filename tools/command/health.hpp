// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace omma::command {

enum class Health { ok, warn, missing };

/// One thing about this machine that omma needs or is better off with.
struct Finding {
  std::string subject;
  Health health = Health::ok;
  std::string found;
  std::string mend = {};  ///< the command or the step that mends it; empty when all is well
};

/// Looks at everything.
std::vector<Finding> examine();

/// What belongs to the machine: cores, memory, limits of the system.
std::vector<Finding> examine_machine();

}  // namespace omma::command
