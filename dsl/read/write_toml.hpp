// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/read/source.hpp"

namespace omma::dsl {

/// A tree as the text of a graph file: a table for each actor, a line for each key.
std::string write_toml(const Document& document);

/// A key as it stands in a file: in quotes if need be.
std::string key_text(const std::string& key);

}  // namespace omma::dsl
