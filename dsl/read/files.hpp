// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"
#include "runtime/base/error.hpp"

namespace omma::dsl {

/// A whole file as text.
Result<std::string> read_file(const std::string& path);

/// `path` as it is meant inside `file`: relative to the folder of that file.
std::string beside(const std::string& file, const std::string& path);

/// The kind is a file in Python and a name in it: "tools/lines.py:lines".
bool names_python(const std::string& kind);

/// The text could be the name of a module in Python: "vision.tools".
bool names_module(const std::string& text);

/// The module files of a graph; each is read, parsed and outlined once.
class Files {
 public:
  explicit Files(Report& report) : report_(&report) {}

  /// Nothing when the file can't be used; the reason is reported, at `place` if it can't be read.
  const Document* open(const std::string& path, const Place& place);

 private:
  std::unique_ptr<Document> load(const std::string& path, const Place& place);

  Report* report_;
  std::unordered_map<std::string, std::unique_ptr<Document>> documents_;
};

}  // namespace omma::dsl
