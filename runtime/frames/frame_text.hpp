// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/frames/frame.hpp"

namespace omma {

/// For people to read, in lines: which frame it is, its format and size, and its notes.
std::string to_text(const Frame& frame);

}  // namespace omma
