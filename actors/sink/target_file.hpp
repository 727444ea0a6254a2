// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "runtime/base/error.hpp"

namespace omma::actors {

/// Makes the folders of a file that is about to be written.
Result<void> make_folders(const std::filesystem::path& file);

/// Makes the folders of a file that is about to be written and checks that it can be.
Result<void> make_writable(const std::filesystem::path& file);

/// Fails when nothing more fits where this file lies. For writers that do not say so themselves.
Result<void> has_room(const std::filesystem::path& file);

/// The extension in small letters, with its dot: ".mp4".
std::string extension_of(const std::filesystem::path& file);

}  // namespace omma::actors
