// SPDX-License-Identifier: Apache-2.0
#include "tools/command/log_level.hpp"

#include <algorithm>

namespace omma::command {

std::string log_level_choices() {
  std::string choices;
  for (const std::string_view level : log_levels)
    choices += (choices.empty() ? "" : "|") + std::string(level);
  return choices;
}

LogLevel log_level(const std::string& name) {
  const auto found = std::ranges::find(log_levels, name);
  return static_cast<LogLevel>(found - log_levels.begin());
}

LogLevel level_of(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::error: return LogLevel::error;
    case Event::Kind::host_exited:
    case Event::Kind::reload_failed:
    case Event::Kind::disconnected:
    case Event::Kind::link_lost:
    case Event::Kind::hang: return LogLevel::warning;
    case Event::Kind::output:
    case Event::Kind::reloaded:
    case Event::Kind::connected: return LogLevel::info;
    case Event::Kind::began:
    case Event::Kind::ended:
    case Event::Kind::restarted:
    case Event::Kind::dropped:
    case Event::Kind::lost:
    case Event::Kind::gap:
    case Event::Kind::parameter: return LogLevel::debug;  // the summary tells, or who caused it
    case Event::Kind::frame: return LogLevel::trace;
  }
  return LogLevel::info;
}

}  // namespace omma::command
