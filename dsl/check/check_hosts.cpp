// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_hosts.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

bool runs_in(const FlatActor& actor, const std::string& host) {
  const Member* named = find(actor.settings, "host");
  return named != nullptr && named->value.text() != nullptr && *named->value.text() == host;
}

/// Somebody runs in it, and all of them are known to be in C++.
bool only_cpp(const FlatGraph& graph, const Registry& registry, const std::string& host) {
  bool used = false;
  for (const FlatActor& actor : graph.actors) {
    if (!runs_in(actor, host)) continue;
    const Kind* kind = registry.find(actor.kind);
    if (kind == nullptr || kind->scripted()) return false;
    used = true;
  }
  return used;
}

}  // namespace

void check_hosts(const FlatGraph& graph, const Registry& registry, Report& report) {
  for (const Member& host : graph.host_tables) {
    if (host.value.table() == nullptr || !only_cpp(graph, registry, host.key)) continue;
    for (const char* name : {"python", "requirements", "wheels"}) {
      const Member* key = find(*host.value.table(), name);
      if (key == nullptr) continue;
      report.add({.severity = Severity::warning,
                  .place = key->place,
                  .what = quote(name) + " has no effect: all actors in the host " +
                          quote(host.key) + " are in C++",
                  .mend = "remove it"});
    }
  }
}

}  // namespace omma::dsl
