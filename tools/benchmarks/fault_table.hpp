// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "tools/benchmarks/fault.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {

/// A folder for the markers of faults, and for a copy of what the actor is made of.
class FaultFolder {
 public:
  FaultFolder();
  ~FaultFolder();
  FaultFolder(const FaultFolder&) = delete;
  FaultFolder& operator=(const FaultFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Faults whose table is wanted.
struct FaultTable {
  std::string title;
  std::string part;  ///< of the benchmark; goals begin with it
  std::span<const Fault> faults;
  double crash_outage_ms;  ///< at most so long, with a spare
};

/// Has each of them happen with and without a spare, in rounds; prints the table, and compares it
/// with the goals.
void compare_faults(const FaultTable& table, const FaultRun& run, const Effort& effort,
                    Findings& findings);

}  // namespace omma::bench
