// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include "tools/benchmarks/fault_table.hpp"
#include "tools/benchmarks/kills.hpp"

namespace omma::bench {
namespace {

using Kind = Fault::Kind;

void shoot(const Scene& scene) { kill(scene.host, SIGKILL); }

constexpr Fault all_faults[] = {
    {"exception", "error", "bad frame"},
    {"endless loop", "loop", "takes over", Kind::hang},
    {"endless sleep", "sleep", "takes over", Kind::hang},
    {"SIGSTOP", "stop", "takes over", Kind::hang},
    {"segfault", "crash", "takes over", Kind::crash},
    {"_exit", "leave", "takes over", Kind::crash},
    {"SIGKILL from outside", "harmless", "takes over", Kind::crash, shoot},
    {"_exit, leaves children", "leave_children", "takes over", Kind::crash},
    {"leak", "leak", "takes over", Kind::leak},
    {"10^6 printed lines", "chatter", nullptr},
    {"kept frame", "keep", nullptr}};

/// In all rounds together a thousand processes are killed, with a spare and without.
void kill_at_random(const Effort& effort, Findings& findings) {
  Contest contest("processes of an actor in C++ killed at random in a graph of 200 Hz",
                  kill_columns());
  const int kills = effort.quick ? 10 : 1000 / effort.rounds + 1;
  contest.add("SIGKILL", [=] { return run_kills("bench_tool", kills, false); });
  contest.add("SIGKILL, spare", [=] { return run_kills("bench_tool", kills, true); });
  contest.run(effort.rounds);
  findings.add(contest);
  for (const KillFigure figure : {KillFigure::wrong, KillFigure::left, KillFigure::unbalanced}) {
    const auto column = static_cast<std::size_t>(figure);
    findings.at_most("native: random kills, " + kill_columns()[column],
                     contest.worst("SIGKILL", column) + contest.worst("SIGKILL, spare", column), 0);
  }
}

}  // namespace

void native_faults(const Effort& effort, Findings& findings) {
  const FaultFolder folder;
  FaultRun run;
  run.folder = folder.path();
  run.kind = "bench_tool";
  compare_faults({"what an actor in C++ does to a graph of 200 Hz", "native", all_faults, 15}, run,
                 effort, findings);
  kill_at_random(effort, findings);
}

}  // namespace omma::bench
