// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/base/error.hpp"

namespace omma::command {

/// The picture that `dot` of Graphviz makes of a text in its language.
Result<std::string> png_of_dot(const std::string& dot);

}  // namespace omma::command
