// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/check/wiring.hpp"

namespace omma::dsl {

/// Puts the size of the pictures on each edge where the file tells it.
void set_sizes(Wiring& wiring);

}  // namespace omma::dsl
