// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/graph_bodies.hpp"

#include <algorithm>

namespace omma {

bool in_host(const PlannedActor& planned, const Kind& kind) {
  return kind.scripted() || planned.host >= 0;
}

namespace {

/// The actor that a host is for alone; empty where several share it.
std::string only_actor_in(const Plan& plan, const PlannedActor& planned) {
  const auto in_it = std::ranges::count(plan.actors, planned.host, &PlannedActor::host);
  return planned.host < 0 || in_it == 1 ? planned.name : "";
}

/// Where it is not known who printed it, the only actor of its host did, or the host.
EventSink events_of_host(const EventSink& events, const std::string& host,
                         const std::string& only_actor) {
  if (!events) return [](const Event&) {};
  return [=](Event event) {
    const bool printed_by_one = event.kind == Event::Kind::output && !event.actor.empty();
    if (event.actor.empty()) event.actor = only_actor;
    if (only_actor.empty() && !printed_by_one) event.place = host;
    events(event);
  };
}

}  // namespace

GraphBodies::GraphBodies(const Plan& plan, const RunOptions& options, Activity& activity,
                         std::uint64_t memory)
    : plan_(plan), options_(options), memory_(memory), quarantine_(options.quarantine) {
  if (plan.reload) services_.reloader = &reloader_;
  services_.activity = &activity;
  services_.quarantine = [this](const hosts::Quarantined& step) { return quarantine_.keep(step); };
}

/// Actors of one language that name the same host share it; their copies have one each.
std::shared_ptr<hosts::Host> GraphBodies::host_of(const PlannedActor& planned, const Kind& kind,
                                                  int replica) {
  PlannedHost spec;
  if (planned.host >= 0) {
    spec = plan_.hosts[static_cast<std::size_t>(planned.host)];
  } else {
    spec = plan_.own_host.value_or(spec);
    spec.name = "of " + planned.name;
  }
  const auto language = kind.scripted() ? hosts::Language::python : hosts::Language::cpp;
  auto& host = hosts_[{spec.name, replica, language}];
  if (host != nullptr) return host;
  auto events = events_of_host(options_.events, spec.name, only_actor_in(plan_, planned));
  return host = hosts::Host::create(std::move(spec), language, memory_, std::move(events));
}

/// Null when the frame memory for it can not be had.
hosts::Feed* GraphBodies::feed_of(const PlannedActor& planned) {
  auto& feed = feeds_[planned.name];
  if (feed == nullptr) {
    if (auto made = hosts::Feed::create(planned.name, memory_)) feed = std::move(*made);
  }
  return feed.get();
}

std::unique_ptr<Body> GraphBodies::make(const PlannedActor& planned, const Kind& kind, int replica,
                                        const Self& self) {
  if (in_host(planned, kind)) {
    return std::make_unique<hosts::HostedBody>(kind, self.name, host_of(planned, kind, replica),
                                               services_);
  }
  if (const auto inlet = options_.inlets.find(planned.name); inlet != options_.inlets.end())
    return inlet_body(*inlet->second);
  const bool fed = options_.scripted && kind.contract.kind == hosts::script_kind;
  hosts::Feed* feed = fed ? feed_of(planned) : nullptr;
  return feed != nullptr ? hosts::fed_body(kind.contract, *feed) : kind.make(self);
}

std::shared_ptr<BodyHost> GraphBodies::host(const PlannedActor& planned, const Kind& kind,
                                            int replica) {
  return in_host(planned, kind) ? host_of(planned, kind, replica) : nullptr;
}

hosts::Feed* GraphBodies::feed(const std::string& actor) const {
  const auto found = feeds_.find(actor);
  return found != feeds_.end() ? found->second.get() : nullptr;
}

void GraphBodies::close_feeds() const {
  for (const auto& [actor, feed] : feeds_) {
    if (feed != nullptr) feed->close();
  }
}

std::uint64_t GraphBodies::held_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [key, host] : hosts_) bytes += host->held_bytes();
  return bytes;
}

}  // namespace omma
