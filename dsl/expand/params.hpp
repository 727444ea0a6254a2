// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"

namespace omma::dsl {

/// How much text `${}` may still make, over the whole graph: parameters that double each other
/// would fill the memory otherwise.
struct Budget {
  std::size_t bytes = std::size_t{16} << 20U;
};

/// The parameters of one file at one place of use, and how they get into its values.
class Params {
 public:
  Params(Report& report, Budget& budget) : report_(&report), budget_(&budget) {}

  /// Takes the defaults of a file. A default may use the parameters above it.
  void declare(const Table& defaults);

  /// Sets a parameter from outside; before `declare`.
  void give(const Member& member);

  /// Reports what was given and is not declared; after `declare`.
  void check_given(std::string_view owner) const;

  /// `node` with each `${name}` in its texts replaced.
  Node apply(const Node& node);

  /// Warns of the parameters that no text used.
  void warn_unused() const;

 private:
  struct Param {
    Node value;
    Place place;
    bool used = false;
  };

  const Node* use(const std::string& name, const Place& place);
  bool fits(const Member& given, const Node& fallback);
  std::optional<std::string> interpolate(const std::string& text, const Place& place);
  Node apply_text(const std::string& text, const Place& place);
  bool afford(std::size_t bytes, const Place& place);

  Report* report_;
  Budget* budget_;
  Table given_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, Param> params_;
};

}  // namespace omma::dsl
