// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "runtime/base/error.hpp"

namespace omma {

/// All bytes of a file; of one in /proc, those of the moment. An iterator over a stream throws
/// where the file opens but does not read: a folder, or /proc/PID/environ of a process that ends
/// meanwhile.
///
/// @return not_found when there is none of this name; unavailable when it does not open or read
Result<std::string> file_text(const std::string& path);

/// Makes these the bytes of a file, or leaves it as it was: they are written beside it first, as
/// `.NAME.part`. What is no regular file, such as /dev/stdout, is written to.
///
/// @return unavailable, with the system's words, when they cannot be written
Result<void> replace_file(const std::string& path, std::string_view bytes);

/// Writes all of it. False, with the reason in `errno`, when only a part, or nothing, was written.
bool write_all(int file, std::string_view bytes);

}  // namespace omma
