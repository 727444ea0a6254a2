// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/answers.hpp"

#include <array>

#include "runtime/base/listed.hpp"
#include "runtime/base/value_json.hpp"
#include "runtime/contract/visibility.hpp"
#include "runtime/control/report_json.hpp"

namespace omma::control {
namespace {

using Json = nlohmann::ordered_json;

Answer refusal(const Error& error) { return {{{"error", error.what}}, {}}; }
Answer done() { return {{{"done", true}}, {}}; }

Answer passing(Result<hosts::Socket>&& socket) {
  if (!socket) return refusal(socket.error());
  return {{{"done", true}}, std::move(*socket)};
}

Answer telling(const Result<Value>& value) {
  if (!value) return refusal(value.error());
  return {{{"value", json_of(*value)}}, {}};
}

Json described(const Param& param) {
  Json json{{"name", param.name}, {"type", name(param.type)}};
  if (!param.doc.empty()) json["doc"] = param.doc;
  if (!param.unit.empty()) json["unit"] = param.unit;
  if (param.min) json["min"] = *param.min;
  if (param.max) json["max"] = *param.max;
  if (param.increment) json["increment"] = *param.increment;
  if (!param.choices.empty()) json["choices"] = param.choices;
  json["writable"] = param.writable;
  json["visibility"] = name(param.visibility);
  return json;
}

Json hop_json(const Hop& hop) {
  return {{"wait_p50_us", hop.wait_p50_us},
          {"wait_p99_us", hop.wait_p99_us},
          {"oldest_ms", hop.oldest_ms}};
}

}  // namespace

Answer Answers::list(const Request&) {
  const Report report = graph_.report();
  Json actors = Json::array();
  for (const ActorReport& actor : report.actors)
    actors.push_back({{"name", actor.name}, {"kind", actor.kind}});
  Json edges = Json::array();
  for (const EdgeReport& edge : report.edges) edges.push_back({{"name", edge.name}});
  const Json outputs = graph_.outputs();
  return {{{"graph", report.graph}, {"actors", actors}, {"outputs", outputs}, {"edges", edges}},
          {}};
}

Answer Answers::params(const Request& request) {
  const std::string actor = request.at("actor");
  const auto known = graph_.params(actor);
  if (!known) return refusal(known.error());
  Json list = Json::array();
  for (const Param& param : *known) {
    list.push_back(described(param));
    if (const auto value = graph_.get(actor, param.name)) list.back()["value"] = json_of(*value);
  }
  return {{{"params", std::move(list)}}, {}};
}

Answer Answers::get(const Request& request) {
  return telling(graph_.get(request.at("actor"), request.at("param")));
}

Answer Answers::set(const Request& request) {
  return telling(
      graph_.set(request.at("actor"), request.at("param"), value_of(request.at("value"))));
}

Answer Answers::report(const Request& request) {
  const Report report = graph_.report();
  Json json = Json::parse(report_json(report));
  if (request.value("hops", false)) {
    for (const auto& [edge, hop] : hops_.hops(report)) json["edges"][edge].update(hop_json(hop));
  }
  return {{{"report", std::move(json)}}, {}};
}

Answer Answers::drain(const Request&) { return endings_.drain(), done(); }
Answer Answers::halt(const Request&) { return endings_.halt(), done(); }
Answer Answers::look(const Request& request) {
  return passing(graph_.look(request.at("port"), request.value("name", "script")));
}
Answer Answers::feed(const Request& request) { return passing(graph_.feed(request.at("port"))); }

Answer Answers::to(const nlohmann::json& request) {
  struct Verb {
    std::string_view name;
    Answer (Answers::*answer)(const Request&);
  };
  constexpr std::array verbs{Verb{"list", &Answers::list},     Verb{"params", &Answers::params},
                             Verb{"get", &Answers::get},       Verb{"set", &Answers::set},
                             Verb{"report", &Answers::report}, Verb{"drain", &Answers::drain},
                             Verb{"halt", &Answers::halt},     Verb{"look", &Answers::look},
                             Verb{"feed", &Answers::feed}};
  const std::string wanted = request.at("do");
  std::vector<std::string> names{"events"};
  for (const Verb& verb : verbs) {
    if (verb.name == wanted) return (this->*verb.answer)(request);
    names.emplace_back(verb.name);
  }
  return {{{"error", "there is no request '" + wanted + "'; there are: " + listed(names)}}, {}};
}

}  // namespace omma::control
