// SPDX-License-Identifier: Apache-2.0
#include "tools/command/place.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace omma::command {

namespace fs = std::filesystem;

fs::path program_path() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

fs::path build_folder() {
  std::error_code error;
  const fs::path folder = program_path().parent_path().parent_path();
  return fs::exists(folder / "ommaConfig.cmake", error) ? folder : fs::path();
}

fs::path find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    fs::path file = fs::path(folder) / name;
    std::error_code error;
    if (fs::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

std::string program_name() {
  std::error_code error;
  return fs::equivalent(find_program("omma"), program_path(), error) ? "omma"
                                                                     : program_path().string();
}

std::string cmake_hint() {
  const fs::path build = build_folder();
  if (!build.empty()) return " -Domma_DIR=" + build.string();
  const fs::path prefix = program_path().parent_path().parent_path();
  const bool searched = prefix == "/usr" || prefix == "/usr/local";
  return searched ? "" : " -DCMAKE_PREFIX_PATH=" + prefix.string();
}

void find_media() {
  const fs::path media = build_folder().parent_path() / "media";
  std::error_code error;
  if (media.is_absolute() && fs::is_directory(media, error)) setenv("OMMA_MEDIA", media.c_str(), 0);
}

}  // namespace omma::command
