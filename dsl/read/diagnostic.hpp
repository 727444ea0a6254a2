// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
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
  /// The same for the line of `omma launch`, where not all can be written that a file can say.
  std::optional<std::string> line_mend = std::nullopt;

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

  /// The graph stands in a line, which messages call by this name.
  void expect_line(std::string_view name) { line_ = name; }

  bool failed() const { return failed_; }

  /// What is added now is not kept.
  bool full() const;

  /// Everything found so far, in the order of the files' text and without repetitions.
  Diagnostics take();

 private:
  Diagnostics diagnostics_;
  bool failed_ = false;
  std::string line_;
};

}  // namespace omma::dsl
