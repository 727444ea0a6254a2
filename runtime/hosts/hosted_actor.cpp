// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_actor.hpp"

#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/hosts/load_json.hpp"

namespace omma::hosts {

std::string HostedActor::load_request(const std::map<std::string, Value>& params,
                                      const std::vector<std::string>& changed,
                                      std::uint32_t outputs) const {
  const nlohmann::json wanted{
      {"actor", name},      {"file", code.file},         {"name", code.name},
      {"changed", changed}, {"params", to_json(params)}, {"ports", ports_json(contract)},
      {"outputs", outputs}};
  return wanted.dump();
}

std::string HostedActor::quarantine(Quarantined step) const {
  if (!services.quarantine) return "";
  step.actor = name;
  step.kind = contract.kind;
  if (code.name == contract.kind) step.plugin = code.file;
  step.host = spec();
  return services.quarantine(step);
}

}  // namespace omma::hosts
