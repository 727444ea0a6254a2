// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/graph.hpp"

namespace omma::fuzz {

/// Settings with the kinds of tests/dsl, and with actors in Python as if they had been imported; no
/// interpreter is started. The files are "look.py:look" (a sink), "tools.py:bright" (a tool, on any
/// path also known as "bright") and "tools.py:canny", whose name a kind in C++ has, too.
dsl::Settings python_stand_ins();

}  // namespace omma::fuzz
