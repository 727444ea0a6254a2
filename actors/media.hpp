// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "runtime/base/error.hpp"

namespace omma::actors {

/// The folder of sample files that the environment variable OMMA_MEDIA names; empty when unset.
std::filesystem::path media_folder();

/// Where the file or folder that a graph calls `name` lies: as given, else in the first of
/// `folders` that has it. The error names every place that was looked at.
Result<std::filesystem::path> find_file(const std::filesystem::path& name,
                                        const std::vector<std::filesystem::path>& folders);

}  // namespace omma::actors
