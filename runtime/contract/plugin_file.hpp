// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/base/error.hpp"

namespace omma {

/// What a plug-in was built against, read from the section ".omma_abi" of its file: a text that
/// ends with a zero byte. The file need not be trusted. Layout: ELF-64 object file format
/// (System V ABI, "Object Files").
Result<std::string> plugin_file_abi(const std::string& path);

}  // namespace omma
