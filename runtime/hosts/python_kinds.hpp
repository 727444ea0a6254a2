// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// The file and the name in "folder/file.py:name"; both empty when `kind` is no such reference.
struct PythonReference {
  std::string file;
  std::string name;
};
PythonReference python_reference(const std::string& kind);

/// What a graph may call a kind: "name" stands for "folder/file.py:name".
struct PythonName {
  std::string name;
  std::string kind;
};

/// A file that gives no kinds, and why: the traceback of its import.
struct PythonFault {
  std::string file;
  std::string what;

  std::string in_short() const;  ///< the file, and the line of why that says most
};

struct PythonKinds {
  std::vector<PythonName> names;
  std::vector<PythonFault> faults;
};

/// The place that stands for what installed packages declare as entry points of this group.
constexpr const char* installed_kinds = "omma.actors";

/// Makes the kinds at these places known as "FILE.py:NAME": files, folders and packages, which a
/// short-lived process of the host imports. An error: the interpreter does not work.
Result<PythonKinds> add_python_kinds(Registry& registry, const PlannedHost& host,
                                     const std::vector<std::string>& places);

/// Makes the kind "folder/file.py:name" known, and with it the others of its file, which is
/// imported only once that way. Nothing happens when it is known already.
Result<void> add_python_kind(Registry& registry, const PlannedHost& host, const std::string& kind);

}  // namespace omma::hosts
