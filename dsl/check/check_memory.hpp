// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/check/wiring.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// The memory that frames may take, and who said so.
struct Ceiling {
  std::uint64_t bytes = 0;
  Place place;
};

/// Reports a graph whose queues, all full, need more memory than the ceiling. It counts the edges
/// whose size and format the file tells.
void check_memory(const Wiring& wiring, const Ceiling& ceiling, Report& report);

}  // namespace omma::dsl
