// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/file_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace omma {
namespace {

/// Until the end of the file; false when it does not read.
bool read_all(int file, std::string& text) {
  std::array<char, 65536>
      piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): it is written to
  for (;;) {
    const ssize_t size = read(file, piece.data(), piece.size());
    if (size > 0) text.append(piece.data(), static_cast<std::size_t>(size));
    if (size == 0) return true;
    if (size < 0 && errno != EINTR) return false;
  }
}

}  // namespace

Result<std::string> file_text(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return fail(errno == ENOENT ? Code::not_found : Code::unavailable, std::strerror(errno), path);
  }
  std::string text;
  const bool read = read_all(file, text);
  const int error = errno;
  close(file);
  if (!read) return fail(Code::unavailable, std::strerror(error), path);
  return text;
}

}  // namespace omma
