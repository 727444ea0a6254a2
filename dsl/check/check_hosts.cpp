// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_hosts.hpp"

#include <algorithm>

#include "dsl/expand/hosts.hpp"
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

/// Nobody has a host to itself, as far as the kinds are known.
bool all_named(const FlatGraph& graph, const Registry& registry) {
  return std::ranges::all_of(graph.actors, [&](const FlatActor& actor) {
    const Kind* kind = registry.find(actor.kind);
    return find(actor.settings, "host") != nullptr || (kind != nullptr && !kind->scripted());
  });
}

}  // namespace

void check_hosts(const FlatGraph& graph, const Registry& registry, Report& report) {
  const auto own = std::ranges::find_if(graph.host_tables, own_key);
  if (own != graph.host_tables.end() && all_named(graph, registry)) {
    report.add({.severity = Severity::warning,
                .place = own->place,
                .what = "the keys of [host] have no effect: no actor in Python is without a host",
                .mend = "remove them, or write them into '[host.NAME]'"});
  }
  for (const Member& host : graph.host_tables) {
    if (own_key(host) || !only_cpp(graph, registry, host.key)) continue;
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
