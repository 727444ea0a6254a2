// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/findings.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

/// How thorough a run is to be.
struct Effort {
  int rounds = 7;
  bool quick = false;  ///< only shows that everything works

  /// Of one round.
  milliseconds window(int wanted_ms) const {
    return milliseconds(quick ? wanted_ms / 10 : wanted_ms);
  }
};

// Parts of the benchmark; docs/benchmarks.md says what each of them measures.

void hop(const Effort& effort, Findings& findings);
void latency(const Effort& effort, Findings& findings);
void opencv(const Effort& effort, Findings& findings);
void people(const Effort& effort, Findings& findings);
void startup(const Effort& effort, Findings& findings);
void copies(const Effort& effort, Findings& findings);
void edges(const Effort& effort, Findings& findings);
void frames(const Effort& effort, Findings& findings);
void python(const Effort& effort, Findings& findings);
void faults(const Effort& effort, Findings& findings);
void native(const Effort& effort, Findings& findings);

/// The second half of `python`: actors in Python that have much to do.
void python_work(const Effort& effort, Findings& findings);

/// The second half of `native`: actors in C++ that misbehave in a host.
void native_faults(const Effort& effort, Findings& findings);

/// What `startup` runs in a process of its own, to see its memory: prints one line of figures.
/// False when it knows no such thing.
bool run_child(const std::string& name);

}  // namespace omma::bench
