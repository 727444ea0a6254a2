// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>

#include "runtime/base/clock.hpp"
#include "runtime/flow/task.hpp"
#include "runtime/frames/copies.hpp"

namespace omma::flow {

/// How long steps took: counters in steps of an eighth of a power of two of nanoseconds.
/// One writer at a time; anyone may read.
class Histogram {
 public:
  void add(std::int64_t ns, std::uint32_t weight) {
    auto& counter = counters_[index(static_cast<std::uint64_t>(ns < 1 ? 1 : ns))];
    counter.store(counter.load(std::memory_order_relaxed) + weight, std::memory_order_relaxed);
  }

  /// The duration below which this share (0 to 1) of all steps stayed, in ns; 0 when there were
  /// none.
  double quantile(double share) const;

 private:
  static constexpr unsigned steps = 8;
  static std::size_t index(std::uint64_t ns) {
    const auto octave = static_cast<unsigned>(std::bit_width(ns)) - 1;
    const auto within = octave >= 3 ? (ns >> (octave - 3)) & 7 : (ns << (3 - octave)) & 7;
    return octave * steps + within;
  }

  std::array<std::atomic<std::uint32_t>, 64 * steps> counters_{};
};

/// What an actor did. One writer at a time for each field but `errors` and `restarts`.
struct Stats {
  std::atomic<std::uint64_t> processed{0};
  std::atomic<std::uint64_t> errors{0};
  std::atomic<std::uint64_t> restarts{0};
  std::atomic<std::int64_t> busy_ns{0};
  std::atomic<bool> in_step{false};
  mutable std::atomic<std::uint64_t> seen{UINT64_MAX};  // `processed`, when it was looked at last
  mutable std::atomic<std::int64_t> since_ns{0};  // and since when it has been that, in a step
  std::atomic<std::uint64_t> copied_pixels{0};
  Histogram durations;

  /// How long the step under way takes by now; 0 when there is none. Counts from the first call
  /// during the step, so whoever wants to know asks now and then, and steps cost nothing.
  std::int64_t step_ns() const;

  /// After a step, on its thread.
  void note_copies() {
    const std::uint64_t pixels = take_copied().pixels;
    if (pixels != 0) copied_pixels.fetch_add(pixels, std::memory_order_relaxed);
  }
};

/// Times steps. Those of light actors are sampled, because reading the clock twice costs as much
/// as a hop; the sampled ones count for all. Also learns whether the actor is heavy.
class Stopwatch {
 public:
  explicit Stopwatch(Stats& stats) : stats_(stats) {}

  /// What has not been timed yet may be anything: it does not run on the thread of another actor.
  Weight weight() const {
    const std::int64_t mean = mean_ns_.load(std::memory_order_relaxed);
    return mean == unknown || mean > heavy_ns ? Weight::heavy
           : mean > instant_ns                ? Weight::light
                                              : Weight::instant;
  }

  /// As many as take some 20 us: neighbours hear of a turn's frames at its end.
  int steps_per_turn() const {
    const std::int64_t mean = mean_ns_.load(std::memory_order_relaxed);
    if (mean == unknown) return 1;
    return mean <= instant_ns ? 64 : static_cast<int>(std::max<std::int64_t>(1, turn_ns / mean));
  }

  void begin() {
    stats_.in_step.store(true, std::memory_order_relaxed);
    if (until_next_ == 0) started_ = now_ns();
  }

  void end() {
    stats_.in_step.store(false, std::memory_order_relaxed);
    stats_.processed.store(stats_.processed.load(std::memory_order_relaxed) + 1,
                           std::memory_order_relaxed);
    if (until_next_ == 0) {
      record(now_ns() - started_);
    } else {
      --until_next_;
    }
  }

 private:
  static constexpr std::int64_t unknown = -1;
  static constexpr std::int64_t heavy_ns = 50'000;
  static constexpr std::int64_t instant_ns = 1'000;
  static constexpr std::int64_t turn_ns = 20'000;
  static constexpr std::uint32_t learning = 16;  // steps that are all timed
  static constexpr std::uint32_t sampled_of = 32;

  void record(std::int64_t ns) {
    const std::int64_t mean = mean_ns_.load(std::memory_order_relaxed);
    mean_ns_.store(mean == unknown ? ns : mean + (ns - mean) / 4, std::memory_order_relaxed);
    stats_.busy_ns.store(stats_.busy_ns.load(std::memory_order_relaxed) + ns * stands_for_,
                         std::memory_order_relaxed);
    stats_.durations.add(ns, stands_for_);
    const bool sample = ++timed_ >= learning && weight() == Weight::instant;
    stands_for_ = sample ? sampled_of : 1;
    until_next_ = stands_for_ - 1;
  }

  Stats& stats_;
  std::atomic<std::int64_t> mean_ns_{unknown};
  std::int64_t started_ = 0;
  std::uint32_t timed_ = 0;
  std::uint32_t stands_for_ = 1;  // steps for which the one that is timed now counts
  std::uint32_t until_next_ = 0;  // steps that are not timed before it
};

}  // namespace omma::flow
