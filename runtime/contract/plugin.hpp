// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/base/error.hpp"

namespace omma {

/// Loads a shared object that CMake's `omma_add_plugin` made; its kinds are registered, with the
/// path as their origin. What it was built against is read from the file first, so nothing of a
/// plug-in that does not fit is ever run. Plug-ins stay loaded; loading one again gives the same
/// answer. Thread-safe.
Result<void> load_plugin(const std::string& path);

/// What a plug-in has to be built against: "omma 0.1, OpenCV 4.6".
std::string plugin_abi();

}  // namespace omma
