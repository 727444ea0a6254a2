// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {

/// What the checker has to know besides the file.
struct Limits {
  const Registry& registry;
  std::uint64_t slab_bytes;  ///< the ceiling when the file says none
};

/// Finds everything that can be known without running. The result is worth something only when
/// nothing was reported as an error; `graph` has to outlive it.
Wiring check(const FlatGraph& graph, const Limits& limits, Report& report);

}  // namespace omma::dsl
