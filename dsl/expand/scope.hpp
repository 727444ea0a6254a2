// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsl/expand/flat.hpp"

namespace omma::dsl {

struct Scope;

/// An actor or a use of a module, as a file declares it.
struct Instance {
  std::string name;
  Place place;
  std::size_t actor = FlatEdge::nowhere;  ///< index into `FlatGraph::actors`, or
  std::unique_ptr<Scope> module;          ///< what is inside; neither: it was wrong
  std::optional<Node> inputs;             ///< the value of `in`
};

/// One file at one place of use: references are resolved in here.
struct Scope {
  std::string prefix;  ///< of the full names of its actors: "" or "outer/"
  std::vector<Instance> members;
  std::unordered_map<std::string, std::size_t> by_name;
  Table takes;                           ///< [module] in
  Table gives;                           ///< [module] out
  std::vector<std::string> python_path;  ///< [graph] python_path: folders, files and packages

  std::vector<std::string> names() const;
};

}  // namespace omma::dsl
