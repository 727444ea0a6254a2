// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/scope.hpp"

namespace omma::dsl {

std::vector<std::string> Scope::names() const { return names_of(members); }

}  // namespace omma::dsl
