// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/contract/registry.hpp"

namespace omma::dsl::test {

/// Registers contracts like those of real actors, but that cannot be made: checking needs no more.
/// Done once, however often it is called.
const Registry& kinds();

}  // namespace omma::dsl::test
