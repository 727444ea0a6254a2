// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"
#include "dsl/expand/flat.hpp"
#include "dsl/read/diagnostic.hpp"

namespace omma::dsl {

/// Reports files that an actor could not write: with endings that it does not know, or where
/// nothing can be written.
void check_written(const FlatActor& written, const WiredActor& actor, Report& report);

}  // namespace omma::dsl
