// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "tools/benchmarks/fault.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

namespace fs = std::filesystem;
using Kind = Fault::Kind;

/// With a copy of the actor, which is edited.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("omma-faults-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
    fs::copy_file(fs::path(OMMA_BENCH_GRAPHS) / "python" / "misdeeds.py", path_ / "misdeeds.py",
                  fs::copy_options::overwrite_existing);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void shoot(const Scene& scene) { kill(scene.host, SIGKILL); }

void edit(const Scene& scene) { std::ofstream(scene.script, std::ios::app) << "\n# edited\n"; }

constexpr Fault all_faults[] = {
    {"exception", "error", "ValueError"},
    {"endless loop", "loop", "takes over", Kind::hang},
    {"C code holds the GIL", "hold_the_gil", "takes over", Kind::hang},
    {"SIGSTOP", "stop", "takes over", Kind::hang},
    {"segfault", "crash", "takes over", Kind::crash},
    {"os._exit", "leave", "takes over", Kind::crash},
    {"SIGKILL from outside", "harmless", "takes over", Kind::crash, shoot},
    {"os._exit, leaves a pool", "leave_children", "takes over", Kind::crash},
    {"leak", "leak", "takes over", Kind::leak},
    {"10^6 printed lines", "chatter", nullptr},
    {"kept frame", "keep", nullptr},
    {"hot reload", "harmless", "takes the new version", Kind::reload, edit}};

std::string row(const Fault& fault, bool spare) {
  return std::string(fault.name) + (spare ? ", spare" : "");
}

/// The largest figure of those faults, with or without a spare, that `counts` tells.
template <class F>
double largest(const F& counts, double (*figure)(const Contest&, const std::string&),
               const Contest& contest) {
  double most = 0;
  for (const Fault& fault : all_faults) {
    for (const bool spare : {false, true}) {
      if (counts(fault, spare)) most = std::max(most, figure(contest, row(fault, spare)));
    }
  }
  return most;
}

template <FaultFigure... figures>
double median_of(const Contest& contest, const std::string& row) {
  return (contest.figure(row, figures) + ...);
}

template <FaultFigure... figures>
double worst_of(const Contest& contest, const std::string& row) {
  return (contest.worst(row, figures) + ...);
}

void compare(const Contest& contest, Findings& findings) {
  const auto hangs = [](const Fault& fault, bool) { return fault.kind == Kind::hang; };
  const auto crashes = [](const Fault& fault, bool spare) {
    return spare && fault.kind == Kind::crash;
  };
  const auto replaced = [](const Fault& fault, bool spare) {
    return spare && fault.kind != Kind::harmless && fault.kind != Kind::reload;
  };
  const auto retried = [](const Fault& fault, bool) { return fault.kind != Kind::harmless; };
  const auto any = [](const Fault&, bool) { return true; };
  findings.at_most("faults: a hang is seen after its deadline, ms",
                   largest(hangs, median_of<noticed>, contest), 5);
  findings.at_most("faults: with a spare frames flow again, ms",
                   largest(replaced, median_of<again>, contest), 20);
  findings.at_most("faults: with a spare, outage of a crash, ms",
                   largest(crashes, median_of<outage>, contest), 50);
  findings.at_most("faults: lost, twice or out of order, where it is done again",
                   largest(retried, worst_of<lost, twice, swapped>, contest), 0);
  findings.at_most("faults: ledgers that do not balance",
                   largest(any, worst_of<unbalanced>, contest), 0);
  findings.at_most("faults: processes left behind", largest(any, worst_of<left>, contest), 0);
}

}  // namespace

void faults(const Effort& effort, Findings& findings) {
  const Folder folder;
  FaultRun run;
  run.folder = folder.path();
  run.settled = effort.window(1000);
  if (effort.quick) run.lines /= 10;
  Contest contest("what an actor in Python does to a graph of 200 Hz", fault_columns());
  for (const Fault& fault : all_faults) {
    for (const bool spare : {false, true}) {
      run.spare = spare;
      contest.add(row(fault, spare), [&fault, run] { return run_fault(fault, run); });
    }
  }
  contest.run(effort.rounds);
  findings.add(contest);
  compare(contest, findings);
}

}  // namespace omma::bench
