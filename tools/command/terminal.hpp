// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace omma::command {

enum class Paint { plain, bold, faint, red, yellow, green };

/// Where text is printed to. A terminal shows colours (unless the environment variable NO_COLOR is
/// set) and lines that change; a file or a pipe gets plain text.
class Terminal {
 public:
  /// stdout holds results, stderr progress and messages.
  static const Terminal& out();
  static const Terminal& error();

  /// Lines may be overwritten.
  bool interactive() const { return interactive_; }

  /// Columns; asked anew each time, because windows change. Without limit where it is no terminal.
  std::size_t width() const;

  std::string paint(std::string_view text, Paint paint) const;

 private:
  explicit Terminal(int descriptor);

  int descriptor_;
  bool interactive_;
  bool colours_;
};

/// Prints to stdout; a closed pipe ends the process quietly, a full disk is an error (status 1).
void print(std::string_view text);

/// Writes a result to a file and says so, or prints it when `path` is empty or "-".
/// Ends the verb with status 1 when that fails.
void write_result(const std::string& path, std::string_view text);

/// Text of somebody else, which can not move the cursor, ring or rename the window: control
/// characters but line ends and tabs become '?'.
std::string harmless(std::string_view text);

/// How many columns a text takes, colours left out; every code point of UTF-8 counts one.
std::size_t columns(std::string_view text);

}  // namespace omma::command
