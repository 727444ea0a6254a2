// SPDX-License-Identifier: Apache-2.0
#include "actors/video/media_times.hpp"

#include <chrono>

namespace omma::actors {

Times media_times(std::int64_t position_ns) {
  using std::chrono::steady_clock;
  const auto now = std::chrono::nanoseconds(steady_clock::now().time_since_epoch());
  return {position_ns, now.count(), Clock::media, 0};
}

}  // namespace omma::actors
