// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "runtime/frames/frame.hpp"

namespace omma::actors {

/// The times of a recorded frame: captured at `position_ns` of the recording, arrived now.
Times media_times(std::int64_t position_ns);

}  // namespace omma::actors
