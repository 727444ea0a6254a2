// SPDX-License-Identifier: Apache-2.0
#include "actors/video/media_times.hpp"

#include "runtime/base/clock.hpp"

namespace omma::actors {

Times media_times(std::int64_t position_ns) { return {position_ns, now_ns(), Clock::media, 0}; }

}  // namespace omma::actors
