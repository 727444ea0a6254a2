// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/benchmarks/contest.hpp"

namespace omma::bench {

/// What is wanted of a measured value.
struct Goal {
  enum class Sense { at_most, at_least };
  std::string what;
  double measured = 0;
  Sense sense = Sense::at_most;
  double limit = 0;

  bool met() const { return sense == Sense::at_most ? measured <= limit : measured >= limit; }
};

/// Everything that a run found out.
class Findings {
 public:
  /// Prints the table at once and keeps it for the file.
  void add(const Contest& contest);
  void add(Goal goal) { goals_.push_back(std::move(goal)); }

  void print_goals() const;
  bool all_met() const;
  void write(const std::string& path) const;

 private:
  std::vector<Contest> contests_;
  std::vector<Goal> goals_;
};

}  // namespace omma::bench
