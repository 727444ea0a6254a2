// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/loss_watch.hpp"

#include <utility>

namespace omma::control {

void LossWatch::tell(Event::Kind kind, const std::string& name, std::uint64_t now,
                     std::uint64_t& before) {
  const std::uint64_t count = now - std::exchange(before, now);
  if (count == 0) return;
  const bool source = kind == Event::Kind::gap;
  const std::string frames = std::to_string(count) + (count == 1 ? " frame " : " frames ");
  const std::string verb = source ? "left out" : kind == Event::Kind::lost ? "lost" : "dropped";
  Event event = event_of(kind, source ? name : "", frames + verb);
  if (!source) event.place = name;
  event.count = count;
  events_(event);
}

void LossWatch::look(const Report& report) {
  for (const EdgeReport& edge : report.edges) {
    Counted& counted = counted_[edge.name];
    tell(Event::Kind::dropped, edge.name, edge.dropped, counted.dropped);
    tell(Event::Kind::lost, edge.name, edge.lost, counted.lost);
  }
  for (const ActorReport& actor : report.actors)
    tell(Event::Kind::gap, actor.name, actor.missed, counted_[actor.name].missed);
}

}  // namespace omma::control
