// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"
#include "runtime/plan/bounds.hpp"

namespace omma::dsl {

/// Reads the values of the language's own keys; what does not fit is reported and gives nothing.
class ReadValue {
 public:
  explicit ReadValue(Report& report) : report_(&report) {}

  std::optional<int> integer(const Member& member, Bounds bounds);
  std::optional<double> number(const Member& member, Bounds bounds);
  std::optional<bool> boolean(const Member& member);

  /// A text that is not empty; `expected` says what it stands for.
  std::optional<std::string> text(const Member& member, const std::string& expected);

  std::optional<std::size_t> choice(const Member& member, const std::vector<std::string>& choices);

  /// One of the rules of a table.
  template <TabledRule Rule>
  void rule(const Member& member, Rule& into) {
    if (const auto index = choice(member, rule_names<Rule>()))
      into = Rules<Rule>::table[*index].rule;
  }

  /// Reports a key that is not one of `known`.
  void unknown_key(const Member& member, const std::vector<std::string>& known);

 private:
  void refuse(const Member& member, const std::string& expected, const std::string& mend = {});

  Report* report_;
};

}  // namespace omma::dsl
