// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/cores.hpp"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

namespace omma {
namespace {

unsigned cores_in_affinity() {
  cpu_set_t mine;
  if (sched_getaffinity(0, sizeof(mine), &mine) == 0)
    return static_cast<unsigned>(CPU_COUNT(&mine));
  return std::thread::hardware_concurrency();  // more cores than the set can name
}

/// Reads cpu.max: "QUOTA PERIOD" in microseconds, or "max PERIOD" (Linux, cgroup-v2.rst, CPU).
unsigned cores_in_group(unsigned otherwise) {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0, period = 0;
  if (!(file >> quota >> period) || quota <= 0 || period <= 0) return otherwise;
  return static_cast<unsigned>(std::ceil(quota / period));
}

}  // namespace

unsigned available_cores() {
  const unsigned mine = cores_in_affinity();
  return std::max(1U, std::min(mine, cores_in_group(mine)));
}

}  // namespace omma
