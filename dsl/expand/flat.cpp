// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/flat.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"

namespace omma::dsl {

std::optional<std::size_t> actor_named(std::span<const FlatActor> actors, const std::string& name,
                                       const Place& place, Report& report) {
  std::vector<std::string> names;
  for (const FlatActor& actor : actors) names.push_back(actor.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  report.add(
      {.place = place, .what = "there is no actor " + quote(name), .mend = suggest(name, names)});
  return std::nullopt;
}

bool taken(const FlatGraph& graph, const std::string& name) {
  return std::ranges::any_of(graph.actors,
                             [&](const FlatActor& actor) { return actor.name == name; });
}

}  // namespace omma::dsl
