// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/benchmarks/contest.hpp"

namespace omma::bench {

/// Everything that a run found out.
class Findings {
 public:
  /// Prints the table at once and keeps it for the file.
  void add(const Contest& contest);

  /// Goals; the closing table compares them with what was measured.
  void at_most(std::string what, double measured, double limit);
  void at_least(std::string what, double measured, double limit);

  void print_goals() const;
  void write(const std::string& path) const;

 private:
  struct Goal {
    std::string what;
    const char* sense;  // "<=" or ">="
    double limit;
    double measured;
    bool met;
  };

  std::vector<Contest> contests_;
  std::vector<Goal> goals_;
};

}  // namespace omma::bench
