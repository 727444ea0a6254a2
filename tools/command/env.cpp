// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <map>

#include "tools/command/common_options.hpp"
#include "tools/command/load.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::vector<std::string> graphs;
  std::vector<std::string> sets;
};

/// A graph, and of each of its hosts whether its environment was made now.
struct Equipped {
  dsl::Loaded loaded;
  std::map<std::string, bool> made;
};

Equipped equip(const std::string& path, const std::vector<std::string>& sets) {
  Equipped result;
  dsl::Settings settings = settings_with(sets);
  settings.make_environment = [&](const PlannedHost& host) {
    return environment_of(host, Environments::made_aloud).map([&](const auto& environment) {
      result.made[host.name] = environment.made;
      return environment.python;
    });
  };
  result.loaded = dsl::load(path, settings);
  return result;
}

std::string state_of(const PlannedHost& host, const std::map<std::string, bool>& made) {
  if (!host.requirements) return "no requirements";
  const auto found = made.find(host.name);
  if (found == made.end()) return "not used";
  return found->second ? "made now" : "there already";
}

void env(const Given& given) {
  bool ok = true;
  Table table({{"graph"}, {"host"}, {"environment"}, {"interpreter"}});
  for (const std::string& path : given.graphs) {
    const Equipped graph = equip(path, given.sets);
    print_diagnostics(graph.loaded.diagnostics);
    ok = ok && graph.loaded.plan.has_value();
    if (!graph.loaded.plan) continue;
    for (const PlannedHost& host : graph.loaded.plan->hosts)
      table.add({{path}, {host.name}, {state_of(host, graph.made)}, {host.python}});
  }
  print(table.empty() ? "" : table.text(Terminal::out()));
  throw_status(ok ? done : wrong);
}

}  // namespace

void add_env(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand(
      "env", "Make the environments that the hosts of graph files run in, ahead of a run");
  verb->add_option("graph", given->graphs, "The graph files")->required()->type_name("GRAPH");
  add_set_option(*verb, given->sets);
  verb->footer(
      "An environment is made once for its 'requirements' and is kept in ~/.cache/omma/env (or\n"
      "below XDG_CACHE_HOME); what is removed there is made again. Exit status 2 when a graph or\n"
      "an environment is wrong.\n\n"
      "Example: all graphs of a folder\n"
      "  omma env *.toml");
  verb->callback([given] { env(*given); });
}

}  // namespace omma::command
