// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

constexpr double fault_rate = 200;  ///< of the source, Hz
constexpr int fault_deadline_ms = 200;

/// Where a fault happens.
struct Scene {
  std::filesystem::path script;  ///< of the actor
  pid_t host = 0;                ///< the process that serves it
};

/// Something that an actor does to its graph, or that is done to it.
struct Fault {
  const char* name;  ///< for people
  const char* how;   ///< what the actor `tool` calls it; a function of its file
  const char* sign;  ///< words of omma's about it; null: there is nothing to tell
  enum class Kind { harmless, hang, crash, leak, reload } kind = Kind::harmless;
  void (*from_outside)(const Scene&) = nullptr;  ///< done as soon as `how` was called
};

/// How thorough one run of a fault is.
struct FaultRun {
  std::filesystem::path folder;    ///< for the marker; holds the script of the actor, if it has one
  std::string kind;                ///< of the actor `tool`; the registry knows it
  bool spare = false;              ///< of the host
  milliseconds settled{1000};      ///< before the fault: a spare has loaded everything then
  milliseconds afterwards{300};    ///< frames flow for so long after the fault
  std::int64_t lines = 1'000'000;  ///< to be printed
};

/// The columns of what `run_fault` returns.
enum FaultFigure { noticed, again, outage, lost, twice, swapped, left, unbalanced };
const std::vector<std::string>& fault_columns();

/// A source of 200 Hz, the actor `tool` in a host, a sink that notes what arrives. The actor has
/// no parameters yet.
PlanBuilder tool_plan(const std::string& kind, const PlannedHost& host);

/// Has the fault happen in a graph that runs.
std::vector<double> run_fault(const Fault& fault, const FaultRun& run);

/// It exists, and is more than an entry in the table of processes.
bool alive(pid_t process);

inline double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

}  // namespace omma::bench
