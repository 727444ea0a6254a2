// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dsl/expand/flat.hpp"
#include "dsl/expand/params.hpp"

namespace omma::dsl {

/// The table [graph] of a file. The arguments have to outlive it.
class GraphTable {
 public:
  GraphTable(const Document& document, Params& params, Report& report)
      : document_(document), params_(params), report_(report) {}

  /// The keys that count only in the file that is run: `name`, `doc`, `slab_mb` and `reload`.
  void read(FlatGraph& graph) const;

  void read_plugins(std::vector<Plugin>& plugins) const;

  /// Folders and files as paths, and names of packages.
  std::vector<std::string> python_path() const;

 private:
  using Paths = std::vector<std::pair<std::string, Place>>;  // as they are written, and where

  std::string text(const Node& node) const;
  void wrong_type(const Node& node, const std::string& what, const std::string& expected) const;
  void read_reload(const Node& node, FlatGraph& graph) const;
  void read_slab(const Node& node, FlatGraph& graph) const;
  Paths paths(const std::string& key) const;

  const Document& document_;
  Params& params_;
  Report& report_;
};

}  // namespace omma::dsl
