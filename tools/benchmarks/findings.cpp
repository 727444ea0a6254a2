// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/findings.hpp"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace omma::bench {

void Findings::add(const Contest& contest) {
  contest.print();
  std::fflush(stdout);
  contests_.push_back(contest);
}

void Findings::at_most(std::string what, double measured, double limit) {
  if (std::isnan(measured)) return;
  goals_.push_back({std::move(what), "<=", limit, measured, measured <= limit});
}

void Findings::at_least(std::string what, double measured, double limit) {
  if (std::isnan(measured)) return;
  goals_.push_back({std::move(what), ">=", limit, measured, measured >= limit});
}

void Findings::print_goals() const {
  if (goals_.empty()) return;
  std::printf("\n%-64s %12s %10s  met\n", "goal", "", "measured");
  for (const Goal& goal : goals_) {
    std::printf("%-64s %2s %9.3g %10.3g  %s\n", goal.what.c_str(), goal.sense, goal.limit,
                goal.measured, goal.met ? "yes" : "NO");
  }
}

void Findings::write(const std::string& path) const {
  nlohmann::json tables = nlohmann::json::array();
  nlohmann::json goals = nlohmann::json::array();
  for (const Contest& contest : contests_) tables.push_back(contest.json());
  for (const Goal& goal : goals_) {
    goals.push_back({{"what", goal.what},
                     {"sense", goal.sense},
                     {"limit", goal.limit},
                     {"measured", goal.measured},
                     {"met", goal.met}});
  }
  std::ofstream file(path);
  file << nlohmann::json{{"tables", tables}, {"goals", goals}}.dump(1) << '\n';
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace omma::bench
