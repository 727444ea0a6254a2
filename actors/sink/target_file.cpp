// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/target_file.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

namespace omma::actors {

Result<void> make_writable(const std::filesystem::path& file) {
  if (!file.has_filename()) {
    return fail(Code::invalid,
                "expected the name of a file to write, found '" + file.string() + "'");
  }
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (error) {
    return fail(Code::unavailable,
                "cannot make the folder " + file.parent_path().string() + ": " + error.message());
  }
  if (std::ofstream(file, std::ios::app)) return {};
  return fail(Code::unavailable, "cannot write " + std::filesystem::absolute(file).string() +
                                     "; choose a folder that may be written to");
}

std::string extension_of(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

}  // namespace omma::actors
