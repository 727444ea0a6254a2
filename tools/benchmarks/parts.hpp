// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/findings.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

/// How thorough a run is to be.
struct Effort {
  int rounds = 7;
  milliseconds window{200};  ///< of one round, where it can be chosen
  bool quick = false;        ///< only shows that everything works
};

/// Parts of the benchmark; docs/benchmarks.md says what each of them measures.
void hop(const Effort& effort, Findings& findings);

}  // namespace omma::bench
