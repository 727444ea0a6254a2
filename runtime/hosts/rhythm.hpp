// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>

namespace omma::hosts {

/// When the next message is to be expected, where they come at a steady rate, as what a camera
/// causes does. Who is awake then gets it at once; to be woken takes longer than most steps, some
/// 100 us on an idle machine.
class Rhythm {
 public:
  struct Window {
    std::int64_t begin_ns = 0;
    std::int64_t end_ns = 0;
  };

  /// A message is here (steady clock).
  void beat(std::int64_t now_ns) {
    const std::int64_t gap = now_ns - last_ns_;
    last_ns_ = now_ns;
    const std::int64_t off = std::abs(gap - period_ns_);
    if (off > period_ns_ / 8 || gap < shortest || gap > longest) {
      period_ns_ = gap;
      jitter_ns_ = steady_ = 0;
      return;
    }
    period_ns_ += (gap - period_ns_) / 8;
    jitter_ns_ += (std::min(off, most_jitter) - jitter_ns_) / 8;
    ++steady_;
  }

  /// Of the next message; nothing where there is no rhythm.
  std::optional<Window> next() const {
    if (steady_ < enough || jitter_ns_ > most_jitter / 2) return std::nullopt;
    const std::int64_t due = last_ns_ + period_ns_;
    const std::int64_t room = std::min(most_lead, period_ns_ / 20) + 2 * jitter_ns_;
    return Window{due - room, due + room};
  }

 private:
  static constexpr std::int64_t enough = 8;
  static constexpr std::int64_t shortest = 4'000'000;  // periods that are worth it
  static constexpr std::int64_t longest = 1'000'000'000;
  static constexpr std::int64_t most_lead = 600'000;  // what it takes to wake up, and more
  static constexpr std::int64_t most_jitter = 200'000;

  std::int64_t last_ns_ = 0;
  std::int64_t period_ns_ = 0;
  std::int64_t jitter_ns_ = 0;
  std::int64_t steady_ = 0;  // messages that came in time
};

}  // namespace omma::hosts
