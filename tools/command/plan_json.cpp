// SPDX-License-Identifier: Apache-2.0
#include "tools/command/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"

namespace omma::command {
namespace {

using Json = nlohmann::ordered_json;

Json join_json(const Join& join) {
  Json json = {{"rule", name(join.rule)}};
  if (join.rule == JoinRule::nearest) {
    json["within_ms"] = join.within_ms;
    json["timeout_ms"] = join.timeout_ms;
  }
  return json;
}

Json restart_json(const Restart& restart) {
  return {{"max", restart.max}, {"within_s", restart.within_s}, {"backoff_ms", restart.backoff_ms}};
}

Json actor_json(const Plan& plan, const PlannedActor& actor) {
  Json params = Json::object();
  for (const auto& [name, value] : actor.params) params[name] = json_of(value);
  const auto host = static_cast<std::size_t>(actor.host);
  return {{"name", actor.name},
          {"kind", actor.kind},
          {"params", std::move(params)},
          {"replicas", actor.replicas},
          {"join", join_json(actor.join)},
          {"on_error", name(actor.on_error)},
          {"restart", restart_json(actor.restart)},
          {"host", actor.host < 0 ? Json() : Json(plan.hosts[host].name)}};
}

Json edge_json(const Plan& plan, const PlannedEdge& edge) {
  Json formats = Json::array();
  for (const PixelFormat format : edge.formats) formats.push_back(name(format));
  return {{"from", plan.actors[edge.from].name + "." + edge.from_port},
          {"to", plan.actors[edge.to].name + "." + edge.to_port},
          {"when_full", name(edge.when_full)},
          {"queue", edge.queue},
          {"formats", std::move(formats)},
          {"width", edge.width},
          {"height", edge.height}};
}

Json requirements_json(const std::optional<Requirements>& wanted) {
  if (!wanted) return nullptr;
  return {{"packages", wanted->packages}, {"file", wanted->file}, {"wheels", wanted->wheels}};
}

Json host_json(const PlannedHost& host) {
  return {{"name", host.name},
          {"python", host.python},
          {"requirements", requirements_json(host.requirements)},
          {"cpu", host.cpu},
          {"env", host.env},
          {"deadline_ms", host.deadline_ms},
          {"start_deadline_ms", host.start_deadline_ms},
          {"memory_mb", host.memory_mb},
          {"retries", host.retries},
          {"spare", host.spare}};
}

}  // namespace

Json plan_json(const Plan& plan) {
  Json actors = Json::array();
  for (const PlannedActor& actor : plan.actors) actors.push_back(actor_json(plan, actor));
  Json edges = Json::array();
  for (const PlannedEdge& edge : plan.edges) edges.push_back(edge_json(plan, edge));
  Json hosts = Json::array();
  for (const PlannedHost& host : plan.hosts) hosts.push_back(host_json(host));
  return {{"graph", plan.name},
          {"doc", plan.doc},
          {"plugins", plan.plugins},
          {"reload", plan.reload},
          {"slab_bytes", plan.slab_bytes},
          {"hosts", std::move(hosts)},
          {"actors", std::move(actors)},
          {"edges", std::move(edges)}};
}

}  // namespace omma::command
