// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "actors/detect/tracker.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// Gives regions ids that stay from frame to frame.
struct Track {
  double min_overlap = 0.1;
  double start_confidence = 0.5;
  int min_hits = 3;
  int max_age = 15;
  int coast = 2;
  double min_travel = 0;

  Notes process(const Frame& regions);

 private:
  Tracker tracker_;
  std::optional<std::uint64_t> sequence_;  // of the last frame
};

}  // namespace omma::actors
