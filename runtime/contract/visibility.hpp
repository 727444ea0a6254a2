// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "runtime/contract/contract.hpp"

namespace omma {

/// "beginner", "expert" or "guru".
constexpr std::string_view name(Visibility visibility) {
  switch (visibility) {
    case Visibility::beginner: return "beginner";
    case Visibility::expert: return "expert";
    case Visibility::guru: return "guru";
  }
  return "";
}

}  // namespace omma
