// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "runtime/error.hpp"
#include "runtime/plan.hpp"

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

}  // namespace omma::hosts
