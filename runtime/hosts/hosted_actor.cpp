// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_actor.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"

namespace omma::hosts {
namespace {

/// As `_declare.py` describes them.
nlohmann::json about(const std::vector<Port>& ports) {
  constexpr std::array payloads{"picture", "notes", "any"};
  auto list = nlohmann::json::array();
  for (const Port& port : ports) {
    auto formats = nlohmann::json::array();
    for (const PixelFormat format : port.formats.any_of) formats.push_back(name(format));
    list.push_back({{"name", port.name},
                    {"payload", payloads.at(static_cast<std::size_t>(port.payload))},
                    {"formats", std::move(formats)},
                    {"optional", port.optional},
                    {"many_sources", port.many_sources}});
  }
  return list;
}

}  // namespace

std::string HostedActor::load_request(const std::map<std::string, Value>& params,
                                      const std::vector<std::string>& changed) const {
  const nlohmann::json wanted{
      {"actor", name},
      {"file", script.file},
      {"name", script.name},
      {"changed", changed},
      {"params", to_json(params)},
      {"ports", {{"inputs", about(contract.inputs)}, {"outputs", about(contract.outputs)}}}};
  return wanted.dump();
}

std::string HostedActor::quarantine(Quarantined step) const {
  if (!services.quarantine) return "";
  step.actor = name;
  step.kind = script.file + ":" + script.name;
  step.host = spec();
  return "; it is skipped" + services.quarantine(step);
}

}  // namespace omma::hosts
