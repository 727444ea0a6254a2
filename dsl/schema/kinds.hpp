// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dsl/schema/parts.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl::parts {

/// The table of an actor of this kind.
Json kind_schema(const Contract& contract);

/// The table of any actor, whose kind decides what else is in it.
Json actor_schema(const std::vector<const Kind*>& kinds);

/// Where nothing is looked for by name in Python, all names are known.
Json without_python_path(const std::vector<const Kind*>& kinds);

}  // namespace omma::dsl::parts
