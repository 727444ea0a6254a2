// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

/// Where this program lies, and what follows from it.
namespace omma::command {

std::filesystem::path program_path();

/// The build folder that the program lies in; empty when it is installed.
std::filesystem::path build_folder();

/// How to call this program: "omma" when the search path leads to it, else its path.
std::string program_name();

/// What CMake has to be told to find this omma, with a blank before it; empty when nothing.
std::string cmake_hint();

/// Sets OMMA_MEDIA to the folder of samples beside the build folder, when it is not set.
void find_media();

/// Where a program of the search path lies; empty when there is none.
std::filesystem::path find_program(const std::string& name);

}  // namespace omma::command
