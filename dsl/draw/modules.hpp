// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// The actors of a plan by the modules that they are in, for pictures with a frame around each.
struct Module {
  std::string path;  ///< "outer/inner"; empty for the graph itself
  std::vector<std::size_t> actors;
  std::map<std::string, Module> inner;  ///< by name
};

Module modules(const Plan& plan);

}  // namespace omma::dsl
