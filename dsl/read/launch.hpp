// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"
#include "runtime/base/error.hpp"

namespace omma::dsl {

/// Reads a line of actors to the tree that its graph file would give:
///
///   line    = actor { "!" actor }
///   actor   = kind { key "=" value }
///   value   = word | "'" text "'" | '"' text '"'
///
/// Each actor takes what the one before it gives. Actors are named after their kinds, numbered when
/// a kind comes again. A word that is a TOML value (90, true, [1, 2]) is one, else it is text.
std::optional<Document> parse_launch(std::string_view line, Report& report);

/// The graph file that does what the line does.
Result<std::string> launch_to_toml(std::string_view line);

}  // namespace omma::dsl
