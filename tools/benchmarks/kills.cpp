// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/kills.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "runtime/base/files.hpp"
#include "tools/benchmarks/fault.hpp"
#include "tools/benchmarks/must.hpp"
#include "tools/benchmarks/witness.hpp"

namespace omma::bench {
namespace {

namespace fs = std::filesystem;

constexpr int longest_pause_us = 40'000;

/// Children of this process that serve this host, or wait to do so.
std::vector<pid_t> processes_of(const std::string& host) {
  std::vector<pid_t> found;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) {
      const auto command = file_text("/proc/" + std::to_string(child) + "/cmdline");
      if (command && command->find("omma host " + host) != std::string::npos)
        found.push_back(child);
    }
  }
  return found;
}

/// Returns whom it killed.
std::set<pid_t> shoot_at(const std::string& host, int kills) {
  std::minstd_rand random(1);
  std::set<pid_t> killed;
  while (static_cast<int>(killed.size()) < kills) {
    std::this_thread::sleep_for(std::chrono::microseconds(random() % longest_pause_us));
    const std::vector<pid_t> targets = processes_of(host);
    if (targets.empty()) continue;
    const pid_t target = targets[random() % targets.size()];
    if (kill(target, SIGKILL) == 0) killed.insert(target);
  }
  return killed;
}

}  // namespace

const std::vector<std::string>& kill_columns() {
  static const std::vector<std::string> names = {"kills", "restarts", "outage ms",
                                                 "wrong", "left",     "unbalanced"};
  return names;
}

std::vector<double> run_kills(const std::string& kind, int kills, bool spare) {
  PlannedHost host;
  host.name = "target";
  host.spare = spare;
  host.retries = kills;  // whichever frame it hits
  PlanBuilder builder = tool_plan(kind, host);
  builder.plan.actors[1].params = {{"how", std::string("work")}};
  witness.forget();
  const auto graph = must(Graph::create(builder.plan, {}));
  graph->start();
  const std::set<pid_t> killed = shoot_at(host.name, kills);
  graph->drain();
  graph->wait();
  const Report report = graph->report();
  const std::vector<Arrival> arrivals = witness.arrivals();
  const Irregularities wrong = irregularities(arrivals, report.edges.front().offered);
  return {static_cast<double>(killed.size()),
          static_cast<double>(report.actors[1].restarts),
          ms(longest_gap_ns(arrivals, 0)) - 1000 / fault_rate,
          static_cast<double>(wrong.lost + wrong.twice + wrong.swapped),
          static_cast<double>(std::count_if(killed.begin(), killed.end(), alive)),
          report.balanced ? 0.0 : 1.0};
}

}  // namespace omma::bench
