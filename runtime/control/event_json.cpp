// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/event_json.hpp"

#include <nlohmann/json.hpp>

namespace omma::control {

nlohmann::ordered_json json_of(const Event& event) {
  nlohmann::ordered_json json{{"kind", name(event.kind)},
                              {"time", static_cast<double>(event.time_ns) / 1e9}};
  if (!event.actor.empty()) json["actor"] = event.actor;
  if (!event.place.empty()) json["place"] = event.place;
  if (event.frame) {
    json["source"] = event.frame->source;
    json["sequence"] = event.frame->sequence;
  }
  if (event.count != 1) json["count"] = event.count;
  json["text"] = event.text;
  return json;
}

std::string event_text(const Event& event) {
  return json_of(event).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace omma::control
