// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace omma::dsl {

struct LineColumn {
  int line = 1;
  int column = 1;
};

/// Where a TOML text nests tables or lists deeper than a graph ever needs: the TOML library works
/// recursively, so such a text would exhaust the stack.
std::optional<LineColumn> nested_too_deep(std::string_view toml);

}  // namespace omma::dsl
