// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/base/event.hpp"

namespace omma::control {

/// Keys: kind, time (seconds since 1970), text, and where there is one: actor, place, source,
/// sequence, count.
nlohmann::ordered_json json_of(const Event& event);

/// The same on one line, without its end.
std::string event_text(const Event& event);

}  // namespace omma::control
