// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/findings.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

namespace omma::bench {

void Findings::add(const Contest& contest) {
  contest.print();
  std::fflush(stdout);
  contests_.push_back(contest);
}

bool Findings::all_met() const {
  return std::all_of(goals_.begin(), goals_.end(), [](const Goal& goal) { return goal.met(); });
}

void Findings::print_goals() const {
  std::printf("\n%-64s %12s %10s  met\n", "goal", "", "measured");
  for (const Goal& goal : goals_) {
    const char* sense = goal.sense == Goal::Sense::at_most ? "<=" : ">=";
    std::printf("%-64s %2s %9.3g %10.3g  %s\n", goal.what.c_str(), sense, goal.limit, goal.measured,
                goal.met() ? "yes" : "NO");
  }
}

void Findings::write(const std::string& path) const {
  nlohmann::json all{{"tables", nlohmann::json::array()}, {"goals", nlohmann::json::array()}};
  for (const Contest& contest : contests_) all["tables"].push_back(contest.json());
  for (const Goal& goal : goals_) {
    all["goals"].push_back({{"what", goal.what},
                            {"sense", goal.sense == Goal::Sense::at_most ? "at most" : "at least"},
                            {"limit", goal.limit},
                            {"measured", goal.measured},
                            {"met", goal.met()}});
  }
  std::ofstream(path) << all.dump(1) << '\n';
}

}  // namespace omma::bench
