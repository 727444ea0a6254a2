// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/event.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace omma {
namespace {

struct Named {
  Event::Kind kind;
  std::string_view name;
};

constexpr std::array names{Named{Event::Kind::began, "began"},
                           Named{Event::Kind::ended, "ended"},
                           Named{Event::Kind::error, "error"},
                           Named{Event::Kind::restarted, "restarted"},
                           Named{Event::Kind::host_exited, "host_exited"},
                           Named{Event::Kind::reloaded, "reloaded"},
                           Named{Event::Kind::reload_failed, "reload_failed"},
                           Named{Event::Kind::output, "output"},
                           Named{Event::Kind::dropped, "dropped"},
                           Named{Event::Kind::lost, "lost"},
                           Named{Event::Kind::gap, "gap"},
                           Named{Event::Kind::parameter, "parameter"},
                           Named{Event::Kind::connected, "connected"},
                           Named{Event::Kind::disconnected, "disconnected"},
                           Named{Event::Kind::link_lost, "link_lost"},
                           Named{Event::Kind::hang, "hang"},
                           Named{Event::Kind::frame, "frame"}};

bool of_host(const Event& event) {
  switch (event.kind) {
    case Event::Kind::output:
    case Event::Kind::host_exited:
    case Event::Kind::reloaded:
    case Event::Kind::reload_failed: return !event.place.empty();
    default: return false;
  }
}

bool of_edge(const Event& event) {
  return event.kind == Event::Kind::dropped || event.kind == Event::Kind::lost ||
         (event.kind == Event::Kind::frame && event.actor.empty());
}

}  // namespace

std::string Event::line() const {
  std::string who = actor.empty() ? "" : "actor '" + actor + "'";
  if (of_host(*this)) who = "host '" + place + "'";
  if (of_edge(*this)) who = "edge '" + place + "'";
  if (frame) {
    who += ", frame " + std::to_string(frame->sequence);
    if (!frame->source.empty()) who += " of '" + frame->source + "'";
  }
  return who.empty() ? text : who + ": " + text;
}

std::string_view name(Event::Kind kind) { return names.at(static_cast<std::size_t>(kind)).name; }

const std::vector<Event::Kind>& event_kinds() {
  static const std::vector<Event::Kind> kinds = [] {
    std::vector<Event::Kind> list;
    for (const Named& each : names) list.push_back(each.kind);
    return list;
  }();
  return kinds;
}

Event event_of(Event::Kind kind, std::string actor, std::string text) {
  Event event;
  event.kind = kind;
  event.time_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::system_clock::now().time_since_epoch())
                      .count();
  event.actor = std::move(actor);
  event.text = std::move(text);
  return event;
}

}  // namespace omma
