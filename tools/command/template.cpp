// SPDX-License-Identifier: Apache-2.0
#include "tools/command/template.hpp"

#include <algorithm>
#include <cassert>

namespace omma::command {

std::string filled(std::string_view name, const Words& words) {
  const auto found = std::find_if(templates().begin(), templates().end(),
                                  [&](const Template& each) { return each.name == name; });
  assert(found != templates().end());
  std::string text(found->text);
  for (const auto& [key, word] : words) {
    const std::string mark = "@" + key + "@";
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + word.size())) {
      text.replace(at, mark.size(), word);
    }
  }
  return text;
}

}  // namespace omma::command
