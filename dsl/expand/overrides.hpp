// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/expand/params.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// What `--set` changes: "param=value" for the graph, "actor.param=value" for an actor or a module,
/// "outer/inner.param=value" inside a module.
class Overrides {
 public:
  Overrides(const std::vector<std::string>& sets, Report& report);

  /// Gives the graph's own parameters their new values.
  void give(Params& params);

  /// Sets the parameters of the actor (or module) in its table.
  void change(const std::string& actor, Table& settings);

  /// Reports every override that met nothing. `actors` are the names that it could have met.
  void check_met(const std::vector<std::string>& actors) const;

 private:
  struct Override {
    std::string actor;  ///< empty: the graph
    Member setting;
    bool met = false;
  };

  void read(const std::string& set);

  Report* report_;
  std::vector<Override> overrides_;
};

}  // namespace omma::dsl
