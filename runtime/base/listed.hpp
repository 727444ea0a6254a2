// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace omma {

/// "a, b, c", or "none": for messages.
std::string listed(const std::vector<std::string>& names);

}  // namespace omma
