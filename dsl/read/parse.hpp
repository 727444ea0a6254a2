// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"

namespace omma::dsl {

/// TOML text to a syntax tree; nothing (and a diagnostic) when it is not TOML.
std::optional<Document> parse(std::string_view text, const std::string& file, Report& report);

/// One value as TOML writes it; what is not TOML is taken as plain text.
Node parse_value(std::string_view text, const Place& place);

}  // namespace omma::dsl
