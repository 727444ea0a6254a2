// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace omma::command {

/// A file of tools/templates; the build puts them into the program.
struct Template {
  std::string_view name;  ///< as the file, without ".in"
  std::string_view text;
};

const std::vector<Template>& templates();

/// What stands for @KEY@.
using Words = std::map<std::string, std::string>;

/// The text of a template with its words put in. The template exists.
std::string filled(std::string_view name, const Words& words);

}  // namespace omma::command
