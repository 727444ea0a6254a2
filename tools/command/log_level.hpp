// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/base/event.hpp"

namespace omma::command {

/// How much a run tells on the console: what is of this level, and of those before it.
enum class LogLevel : std::uint8_t {
  error,    ///< what failed
  warning,  ///< what goes on, but not as it should
  info,     ///< what people want to know: what actors print, progress, the tables at the end
  debug,    ///< each event
  trace     ///< what becomes of each frame at each edge and step
};

constexpr std::array<std::string_view, 5> log_levels{"error", "warning", "info", "debug", "trace"};

/// "error|warning|...", as an option takes them.
std::string log_level_choices();

/// Of one of `log_levels`.
LogLevel log_level(const std::string& name);

/// From which level on an event is told.
LogLevel level_of(Event::Kind kind);

}  // namespace omma::command
