// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/listed.hpp"

namespace omma {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace omma
