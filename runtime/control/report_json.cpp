// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/report_json.hpp"

#include <nlohmann/json.hpp>

namespace omma::control {
namespace {

using Json = nlohmann::ordered_json;

Json actor_json(const ActorReport& actor) {
  return {{"kind", actor.kind},           {"replicas", actor.replicas},
          {"processed", actor.processed}, {"errors", actor.errors},
          {"restarts", actor.restarts},   {"missed", actor.missed},
          {"busy_us", actor.busy_us},     {"p50_us", actor.p50_us},
          {"p99_us", actor.p99_us},       {"copied_pixels", actor.copied_pixels},
          {"step_s", actor.step_s}};
}

Json edge_json(const EdgeReport& edge) {
  return {{"rule", edge.rule},       {"offered", edge.offered}, {"delivered", edge.delivered},
          {"dropped", edge.dropped}, {"lost", edge.lost},       {"in_flight", edge.in_flight}};
}

}  // namespace

std::string report_json(const Report& report) {
  Json actors = Json::object();
  for (const ActorReport& actor : report.actors) actors[actor.name] = actor_json(actor);
  Json edges = Json::object();
  for (const EdgeReport& edge : report.edges) edges[edge.name] = edge_json(edge);
  Json json = {{"graph", report.graph},
               {"seconds", report.seconds},
               {"actors", std::move(actors)},
               {"edges", std::move(edges)},
               {"balanced", report.balanced},
               {"held_bytes", report.held_bytes},
               {"copies", {{"pixels", report.copies.pixels}, {"bytes", report.copies.bytes}}}};
  if (report.failure) json["failure"] = report.failure->text();
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace omma::control
