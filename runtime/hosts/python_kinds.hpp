// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/registry.hpp"

namespace omma::hosts {

/// The file and the name in "folder/file.py:name"; both empty when `kind` is no such reference.
struct PythonReference {
  std::string file;
  std::string name;
};
PythonReference python_reference(const std::string& kind);

/// The contracts of the actors in a Python file, which a short-lived process of `python` imports.
/// `Contract::kind` is "FILE:NAME". An error holds the traceback.
Result<std::vector<Contract>> describe_python(const std::string& python, const std::string& file);

/// Makes the kind "folder/file.py:name" known, and with it the others of its file, which is
/// imported only once that way. Nothing happens when it is known already.
Result<void> add_python_kind(Registry& registry, const std::string& python,
                             const std::string& kind);

}  // namespace omma::hosts
