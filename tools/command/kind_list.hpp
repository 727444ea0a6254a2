// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "runtime/hosts/python_kinds.hpp"

namespace omma::command {

/// Kinds, each called as a graph calls it, and files that have none to offer.
struct KindList {
  std::vector<Contract> kinds;
  std::vector<hosts::PythonFault> faults;

  /// Null when there is none of this name.
  const Contract* find(const std::string& kind) const;
};

/// The kinds that are built in or come from plug-ins.
KindList native_kinds();

/// Those and the ones in Python that `python` finds at these places. One whose name is taken is
/// called "FILE.py:NAME".
KindList all_kinds(const std::string& python, const std::vector<std::string>& places);

}  // namespace omma::command
