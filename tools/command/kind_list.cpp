// SPDX-License-Identifier: Apache-2.0
#include "tools/command/kind_list.hpp"

#include <algorithm>
#include <map>

#include "runtime/contract/registry.hpp"

namespace omma::command {

const Contract* KindList::find(const std::string& kind) const {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const Contract& each) { return each.kind == kind; });
  return found == kinds.end() ? nullptr : &*found;
}

KindList native_kinds() {
  KindList list;
  for (const Kind* kind : Registry::global().all()) list.kinds.push_back(kind->contract);
  return list;
}

KindList all_kinds(const std::string& python, const std::vector<std::string>& places) {
  KindList list = native_kinds();
  PlannedHost host;
  host.python = python;
  auto found = hosts::add_python_kinds(Registry::global(), host, places);
  if (!found) {  // of which nobody hears who did not ask for kinds in Python
    if (places.front() != hosts::installed_kinds)
      list.faults.push_back({"--python", found.error().what});
    return list;
  }
  std::map<std::string, int> uses;
  for (const Contract& kind : list.kinds) ++uses[kind.kind];
  for (const hosts::PythonName& each : found->names) ++uses[each.name];
  for (const hosts::PythonName& each : found->names) {
    Contract contract = Registry::global().find(each.kind)->contract;
    if (uses[each.name] == 1) contract.kind = each.name;
    list.kinds.push_back(std::move(contract));
  }
  list.faults = std::move(found->faults);
  return list;
}

}  // namespace omma::command
