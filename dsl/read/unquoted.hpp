// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// A value that stands in a line of TOML without quotes around it: a number, true, or a text whose
/// quotes were forgotten.
struct BareValue {
  std::string key;  ///< empty in a list
  std::string text;
  int column = 1;

  /// It begins as no number does.
  bool wordy() const;

  /// It begins as a number, but is none.
  bool mixed() const;

  /// "key = value"
  std::string as(const std::string& value) const;

  /// The same with the text in quotes.
  std::string quoted() const;
};

/// All of one line, in their order. `in_list`: the line goes on with a list.
std::vector<BareValue> bare_values(std::string_view line, bool in_list);

/// How to mend a list of texts that was read as one text, because the quotes in it are missing.
std::string list_in_quotes(const Place& place);

}  // namespace omma::dsl
