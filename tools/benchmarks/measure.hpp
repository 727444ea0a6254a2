// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sched.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "runtime/base/clock.hpp"

namespace omma::bench {

using std::chrono::milliseconds;

/// Processor time of this process, all threads together.
std::int64_t cpu_ns();

/// Calls of `operator new` in this process so far; those of C libraries are not seen.
std::uint64_t allocations();

/// Memory of this process that is in RAM.
double resident_mb();

/// The value that this share (0 to 1) of all values does not exceed; 0 when there are none.
double quantile(std::vector<double> values, double share);
inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

/// CPUs that the calling thread may use.
int cores();

/// While it lives, the calling thread and those that it starts use only `count` of its CPUs.
class OnCores {
 public:
  explicit OnCores(int count);
  ~OnCores();
  OnCores(const OnCores&) = delete;
  OnCores& operator=(const OnCores&) = delete;

 private:
  cpu_set_t before_;
};

/// What passed between two readings, for each thing that was counted.
struct Lap {
  double wall_ns = 0;
  double cpu_ns = 0;
  double allocations = 0;
};

/// Reads a counter that other threads advance: after a warm-up, over `window`.
Lap watch(milliseconds window, const std::function<std::uint64_t()>& counter);

/// Calls `work`, which does `per_call` things and takes microseconds, again and again for `window`.
Lap repeat(milliseconds window, double per_call, const std::function<void()>& work);

}  // namespace omma::bench
