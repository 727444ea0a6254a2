// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

constexpr double fault_rate = 200;  ///< of the source, Hz
constexpr int fault_deadline_ms = 200;

/// Where a fault happens.
struct Scene {
  std::filesystem::path script;  ///< of the actor
  pid_t host = 0;                ///< the process that serves it
};

/// Something that an actor in Python does to its graph, or that is done to it.
struct Fault {
  const char* name;  ///< for people
  const char* how;   ///< a function of python/misdeeds.py
  const char* sign;  ///< words of omma's about it; null: there is nothing to tell
  enum class Kind { harmless, hang, crash, leak, reload } kind = Kind::harmless;
  void (*from_outside)(const Scene&) = nullptr;  ///< done as soon as `how` was called
};

/// How thorough one run of a fault is.
struct FaultRun {
  std::filesystem::path folder;    ///< holds misdeeds.py; for the marker
  bool spare = false;              ///< of the host
  milliseconds settled{1000};      ///< before the fault: a spare has loaded everything then
  milliseconds afterwards{300};    ///< frames flow for so long after the fault
  std::int64_t lines = 1'000'000;  ///< to be printed
};

/// The columns of what `run_fault` returns.
enum FaultFigure { noticed, again, outage, lost, twice, swapped, left, unbalanced };
const std::vector<std::string>& fault_columns();

/// Has the fault happen in a graph that runs: a source of 200 Hz, the actor, a sink.
std::vector<double> run_fault(const Fault& fault, const FaultRun& run);

}  // namespace omma::bench
