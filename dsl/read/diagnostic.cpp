// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace omma::dsl {
namespace {

constexpr std::size_t most_diagnostics = 200;

bool before(const Diagnostic& left, const Diagnostic& right) {
  return std::tie(left.place.file, left.place.line, left.place.column) <
         std::tie(right.place.file, right.place.line, right.place.column);
}

bool same(const Diagnostic& left, const Diagnostic& right) { return left.text() == right.text(); }

}  // namespace

std::string Diagnostic::text() const {
  std::string line = place.text();
  line += severity == Severity::error ? ": error: " : ": warning: ";
  line += what;
  if (!expected.empty()) line += "; expected " + expected;
  if (!found.empty()) line += "; found " + found;
  if (!mend.empty()) line += "; " + mend;
  return line;
}

std::string text(const Diagnostics& diagnostics) {
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics) lines += diagnostic.text() + "\n";
  return lines;
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& each) { return each.severity == Severity::error; });
}

void Report::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) failed_ = true;
  const bool module = diagnostic.place.line != 0 && diagnostic.place.file != line_;
  if (!line_.empty() && !module && diagnostic.line_mend) diagnostic.mend = *diagnostic.line_mend;
  if (!full()) diagnostics_.push_back(std::move(diagnostic));
}

bool Report::full() const { return diagnostics_.size() >= most_diagnostics; }

Diagnostics Report::take() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), before);
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same),
                     diagnostics_.end());
  return std::exchange(diagnostics_, {});
}

}  // namespace omma::dsl
