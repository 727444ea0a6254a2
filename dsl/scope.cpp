// SPDX-License-Identifier: Apache-2.0
#include "dsl/scope.hpp"

namespace omma::dsl {

std::vector<std::string> Scope::names() const {
  std::vector<std::string> list;
  list.reserve(members.size());
  for (const Named& member : members) list.push_back(member.name);
  return list;
}

}  // namespace omma::dsl
