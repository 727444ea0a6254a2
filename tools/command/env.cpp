// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "tools/command/common_options.hpp"
#include "tools/command/load.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

constexpr std::uint64_t most_days = 36500;

struct Given {
  std::vector<std::string> graphs;
  std::vector<std::string> sets;
  bool list = false;
  bool prune = false;
  std::uint64_t days = 0;
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

std::string joined(const std::vector<std::string>& packages) {
  std::string text;
  for (const std::string& each : packages) text += (text.empty() ? "" : ", ") + each;
  return text;
}

/// The value, or the end of the verb.
hosts::EnvironmentStore must(Result<hosts::EnvironmentStore>&& store) {
  if (store) return std::move(*store);
  std::cerr << "omma: the environments cannot be listed: " << store.error().text() << "\n";
  throw CLI::RuntimeError(failed);
}

void list_stored() {
  const auto store = must(hosts::list_environments());
  if (store.environments.empty()) return print("there is no environment in " + store.folder + "\n");
  Table table({{"environment"}, {"size", Table::Align::right}, {"last used"}, {"packages"}});
  for (const auto& each : store.environments)
    table.add({{each.folder},
               {bytes_text(each.bytes)},
               {each.used},
               {each.fate.empty() ? joined(each.packages) : each.fate}});
  print(table.text(Terminal::out()));
}

/// Those of `pythons` stay, and those that were used within so many days.
void prune_stored(std::vector<std::string> pythons, std::uint64_t days) {
  hosts::Wanted wanted{std::move(pythons), std::nullopt};
  if (days != 0) wanted.days = days;
  const auto store = must(hosts::prune_environments(wanted));
  Table table({{"environment"}, {"size", Table::Align::right}, {"result"}});
  std::uint64_t count = 0, bytes = 0;
  for (const auto& each : store.environments) {
    table.add({{each.folder}, {bytes_text(each.bytes)}, {each.fate}});
    if (each.fate != "removed") continue;
    ++count;
    bytes += each.bytes;
  }
  print(table.empty() ? "" : table.text(Terminal::out()));
  print("removed " + counted(count, "environment") + ", " + bytes_text(bytes) + "\n");
}

std::string state_of(const PlannedHost& host, const std::map<std::string, bool>& made) {
  if (!host.requirements) return "no requirements";
  const auto found = made.find(host.name);
  if (found == made.end()) return "not used";
  return found->second ? "made now" : "there already";
}

/// With what those have in common that one actor has to itself, which has no name.
std::vector<PlannedHost> hosts_of(const Plan& plan) {
  std::vector<PlannedHost> hosts = plan.hosts;
  if (plan.own_host) hosts.push_back(*plan.own_host);
  return hosts;
}

/// False when a graph is wrong. Adds the interpreters of its hosts to `pythons`.
bool equip_all(const Given& given, std::vector<std::string>& pythons) {
  bool ok = true;
  Table table({{"graph"}, {"host"}, {"environment"}, {"interpreter"}});
  for (const std::string& path : given.graphs) {
    const Equipped graph = equip(path, given.sets);
    print_diagnostics(graph.loaded.diagnostics);
    ok = ok && graph.loaded.plan.has_value();
    if (!graph.loaded.plan) continue;
    for (const PlannedHost& host : hosts_of(*graph.loaded.plan)) {
      const std::string name = host.name.empty() ? "[host]" : host.name;
      table.add({{path}, {name}, {state_of(host, graph.made)}, {host.python}});
      pythons.push_back(host.python);
    }
  }
  print(table.empty() ? "" : table.text(Terminal::out()));
  return ok;
}

void env(const Given& given) {
  if (given.list) return list_stored();
  if (given.graphs.empty() && !(given.prune && given.days != 0))
    throw CLI::RequiredError(given.prune ? "a graph, or --days" : "graph");
  std::vector<std::string> pythons;
  const bool ok = equip_all(given, pythons);
  if (!ok && given.prune) std::cerr << "omma: nothing was removed, because a graph is wrong\n";
  if (ok && given.prune) prune_stored(std::move(pythons), given.days);
  throw_status(ok ? done : wrong);
}

}  // namespace

void add_env(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb =
      app.add_subcommand("env", "Make the Python environments of graph files ahead of a run");
  CLI::Option* graphs =
      verb->add_option("graph", given->graphs, "The graph files")->type_name("GRAPH");
  add_set_option(*verb, given->sets);
  CLI::Option* list = verb->add_flag("--list", given->list, "List all environments");
  CLI::Option* prune = verb->add_flag("--prune", given->prune,
                                      "Remove the environments that none of the graphs needs");
  add_count(*verb, "--days", given->days, most_days)
      ->needs(prune)
      ->description(
          "Remove only environments that were not used for N days; the graphs are optional then");
  list->excludes(prune)->excludes(graphs);
  verb->footer(
      "An environment is made once for its 'requirements' and kept in ~/.cache/omma/env (or\n"
      "below XDG_CACHE_HOME). A removed one is made again when it is needed. Environments that\n"
      "are in use, or that omma did not make, are never removed. If a graph or an environment\n"
      "is wrong, the exit status is 2 and nothing is removed.\n\n"
      "Example: the environments of all graphs of a folder; then remove those unused for a month\n"
      "  omma env *.toml\n"
      "  omma env --list\n"
      "  omma env --prune --days 30");
  verb->callback([given] { env(*given); });
}

}  // namespace omma::command
