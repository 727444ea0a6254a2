// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/fault_table.hpp"

#include <unistd.h>

#include <algorithm>

namespace omma::bench {
namespace {

namespace fs = std::filesystem;
using Kind = Fault::Kind;

std::string row(const Fault& fault, bool spare) {
  return std::string(fault.name) + (spare ? ", spare" : "");
}

/// The largest figure of those faults, with or without a spare, that `counts` tells.
template <class F>
double largest(const FaultTable& table, const F& counts,
               double (*figure)(const Contest&, const std::string&), const Contest& contest) {
  double most = 0;
  for (const Fault& fault : table.faults) {
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

void compare(const FaultTable& table, const Contest& contest, Findings& findings) {
  const auto hangs = [](const Fault& fault, bool) { return fault.kind == Kind::hang; };
  const auto crashes = [](const Fault& fault, bool spare) {
    return spare && fault.kind == Kind::crash;
  };
  const auto replaced = [](const Fault& fault, bool spare) {
    return spare && fault.kind != Kind::harmless && fault.kind != Kind::reload;
  };
  const auto retried = [](const Fault& fault, bool) { return fault.kind != Kind::harmless; };
  const auto any = [](const Fault&, bool) { return true; };
  const auto most = [&](const auto& counts, double (*figure)(const Contest&, const std::string&)) {
    return largest(table, counts, figure, contest);
  };
  findings.at_most(table.part + ": a hang is seen after its deadline, ms",
                   most(hangs, median_of<noticed>), 5);
  findings.at_most(table.part + ": with a spare frames flow again, ms",
                   most(replaced, median_of<again>), 20);
  findings.at_most(table.part + ": with a spare, outage of a crash, ms",
                   most(crashes, median_of<outage>), table.crash_outage_ms);
  findings.at_most(table.part + ": lost, twice or out of order, where it is done again",
                   most(retried, worst_of<lost, twice, swapped>), 0);
  findings.at_most(table.part + ": ledgers that do not balance", most(any, worst_of<unbalanced>),
                   0);
  findings.at_most(table.part + ": processes left behind", most(any, worst_of<left>), 0);
}

}  // namespace

FaultFolder::FaultFolder()
    : path_(fs::temp_directory_path() / ("omma-faults-" + std::to_string(getpid()))) {
  fs::create_directories(path_);
}

FaultFolder::~FaultFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void compare_faults(const FaultTable& table, const FaultRun& run, const Effort& effort,
                    Findings& findings) {
  FaultRun each = run;
  each.settled = effort.window(1000);
  if (effort.quick) each.lines /= 10;
  Contest contest(table.title, fault_columns());
  for (const Fault& fault : table.faults) {
    for (const bool spare : {false, true}) {
      each.spare = spare;
      contest.add(row(fault, spare), [&fault, each] { return run_fault(fault, each); });
    }
  }
  contest.run(effort.rounds);
  findings.add(contest);
  compare(table, contest, findings);
}

}  // namespace omma::bench
