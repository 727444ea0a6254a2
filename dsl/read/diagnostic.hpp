// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/plan/plan.hpp"

namespace omma::dsl {

enum class Severity { error, warning };

/// One thing that is wrong with a graph, or that its author should look at again.
struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string what;
  std::string expected = {};
  std::string found = {};
  std::string mend = {};  ///< the nearest name, or the text to write

  /// "file:line:column: error: what; expected ...; found ...; mend"
  std::string text() const;
};

using Diagnostics = std::vector<Diagnostic>;

/// One line each.
std::string text(const Diagnostics& diagnostics);

bool has_errors(const Diagnostics& diagnostics);

/// Collects what the stages find. It keeps a bounded number, so that a file that is wrong
/// everywhere still gives an answer that can be read.
class Report {
 public:
  void add(Diagnostic diagnostic);

  bool failed() const { return failed_; }

  /// What is added now is not kept.
  bool full() const;

  /// Everything found so far, in the order of the files' text and without repetitions.
  Diagnostics take();

 private:
  Diagnostics diagnostics_;
  bool failed_ = false;
};

}  // namespace omma::dsl
