// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/target_file.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace omma::actors {

Result<void> make_folders(const std::filesystem::path& file) {
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
  return {};
}

Result<void> make_writable(const std::filesystem::path& file) {
  if (auto made = make_folders(file); !made) return made;
  if (std::ofstream(file, std::ios::app)) return {};
  return fail(Code::unavailable, "cannot write " + std::filesystem::absolute(file).string() +
                                     "; choose a folder that may be written to");
}

/// statvfs(3); the last blocks are for the superuser alone.
Result<void> has_room(const std::filesystem::path& file) {
  struct statvfs disk {};
  if (statvfs(file.c_str(), &disk) != 0) {
    return fail(Code::unavailable,
                "cannot write to " + file.string() + " any more: " + std::strerror(errno));
  }
  const bool counts = disk.f_blocks > 0;
  if (!counts || (geteuid() == 0 ? disk.f_bfree : disk.f_bavail) > 0) return {};
  return fail(Code::unavailable,
              "cannot write to " + file.string() +
                  "; the disk is full, and what was written last may be missing");
}

std::string extension_of(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return extension;
}

}  // namespace omma::actors
