// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace omma::hosts {

/// A line, and the actor that printed it; empty when that is not known.
struct OutputLine {
  std::string actor;
  std::string line;
  bool operator==(const OutputLine&) const = default;
};

/// Makes what a host prints readable: finds the marks of python_actors/omma/_speech.py, and of the
/// stacks that faulthandler dumps, it leaves out the calls of the host itself, and threads that
/// run nothing else.
class OutputLines {
 public:
  /// `package`: the folder of omma's Python package.
  explicit OutputLines(std::string package) : package_(std::move(package)) {}

  /// The lines to show now that this one came.
  std::vector<OutputLine> next(const std::string& line);

  /// It is the outermost call of the main thread, which faulthandler prints last; or what a host in
  /// C++ prints then.
  static bool ends_stacks(const std::string& line);

 private:
  bool of_host(const std::string& line) const;
  std::vector<OutputLine> next_unmarked(const std::string& line);

  const std::string package_;
  std::string thread_;  // the line that names a thread, until a call of it is worth showing
};

}  // namespace omma::hosts
