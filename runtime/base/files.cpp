// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace omma {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> failed(const std::string& path, int error) {
  return fail(error == ENOENT ? Code::not_found : Code::unavailable, std::strerror(error), path);
}

/// Until the end of the file; false when it does not read.
bool read_all(int file, std::string& text) {
  std::array<char, 16384> piece{};
  for (;;) {
    const ssize_t size = read(file, piece.data(), piece.size());
    if (size > 0) text.append(piece.data(), static_cast<std::size_t>(size));
    if (size == 0) return true;
    if (size < 0 && errno != EINTR) return false;
  }
}

/// 0, or the error of the system. Some of them are only told when a file is closed.
int write_to(const std::string& path, std::string_view bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  const int error = write_all(file, bytes) ? 0 : errno;
  return close(file) != 0 && error == 0 ? errno : error;
}

}  // namespace

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = write(file, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

Result<std::string> file_text(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(path, errno);
  std::string text;
  const bool read = read_all(file, text);
  const int error = errno;
  close(file);
  if (!read) return failed(path, error);
  return text;
}

Result<void> replace_file(const std::string& path, std::string_view bytes) {
  std::error_code ignored;
  const bool link = fs::is_symlink(path, ignored);
  const fs::path target = link ? fs::weakly_canonical(path, ignored) : fs::path(path);
  const bool special = fs::exists(target, ignored) && !fs::is_regular_file(target, ignored);
  const fs::path part =
      special ? target : target.parent_path() / ("." + target.filename().string() + ".part");
  int error = write_to(part, bytes);
  if (!special && error == 0 && rename(part.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return {};
  if (!special) fs::remove(part, ignored);
  return failed(path, error);
}

}  // namespace omma
