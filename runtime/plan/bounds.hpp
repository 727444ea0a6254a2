// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace omma {

/// The smallest and the largest value that a part of a plan may have.
struct Bounds {
  double min;
  double max;

  constexpr bool hold(double value) const { return value >= min && value <= max; }
};

constexpr Bounds replica_bounds{1, 256};
constexpr Bounds queue_bounds{1, 10'000};
constexpr Bounds time_bounds{0, 86'400'000};  // a day in ms
constexpr Bounds restart_bounds{0, 1'000'000};
constexpr Bounds deadline_bounds{1, 86'400'000};  // a day in ms
constexpr Bounds memory_bounds{1, 1 << 24};       // MiB
constexpr Bounds retry_bounds{0, 100};
constexpr Bounds core_bounds{0, 1023};     // as many as a cpu_set_t names
constexpr Bounds slab_bounds{1, 1 << 20};  // MiB

}  // namespace omma
