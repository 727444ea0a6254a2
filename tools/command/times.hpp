// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <string>

/// Times as people write them on the command line. What is none throws `CLI::ValidationError` with
/// the name of the option.
namespace omma::command {

/// Seconds of "10s", "500ms", "2min", "1.5h" or "10".
double seconds_of(const std::string& option, const std::string& text);

/// Seconds since 1970 of "2026-05-31T12:04:31", "2026-05-31", "12:04:31" or "12:04" (the last one
/// that was), all local time; of "2026-05-31T12:04:31+0200"; or of so long ago: "10min".
double moment_of(const std::string& option, const std::string& text,
                 std::time_t now = std::time(nullptr));

/// "12:04:31.250", local time.
std::string clock_text(double moment);

}  // namespace omma::command
