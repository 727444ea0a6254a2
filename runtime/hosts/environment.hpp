// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// Where the packages of a host are installed.
struct Environment {
  std::string python;  ///< its interpreter
  bool made = false;   ///< now; else it was there
};

/// The environment of a host with requirements, which is made when there is none of the same
/// content: once, whoever else asks at the same time. `heard` gets each line of progress. An error
/// holds the words of the program that failed.
Result<Environment> provide_environment(const PlannedHost& host,
                                        std::function<void(const std::string&)> heard);

/// The same when it was made before, else an error.
Result<Environment> find_environment(const PlannedHost& host);

/// One of the environments that were made, and perhaps what became of it.
struct StoredEnvironment {
  std::string folder;
  std::uint64_t bytes = 0;
  std::vector<std::string> packages;  ///< "numpy 1.26.4"
  std::string used;                   ///< day when it was last used, "2026-01-31"
  std::string fate;                   ///< "removed", "kept: why"; of a list: empty when it is sound
};

/// The folder of all environments, and what is in it.
struct EnvironmentStore {
  std::string folder;
  std::vector<StoredEnvironment> environments;
};

/// Which environments stay.
struct Wanted {
  std::vector<std::string> pythons;   ///< those of these interpreters
  std::optional<std::uint64_t> days;  ///< and those that were used within so many days
};

Result<EnvironmentStore> list_environments();

/// Removes the environments that nobody wants; what is in use or not omma's own stays.
Result<EnvironmentStore> prune_environments(const Wanted& wanted);

}  // namespace omma::hosts
