// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "dsl/read/wording.hpp"
#include "runtime/plan/plan_json.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/load.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using Json = nlohmann::ordered_json;

struct Given {
  std::vector<std::string> graphs;
  std::vector<std::string> sets;
  std::string format = "text";
};

Json diagnostic_json(const dsl::Diagnostic& diagnostic) {
  return {{"severity", diagnostic.severity == dsl::Severity::error ? "error" : "warning"},
          {"file", diagnostic.place.file},
          {"line", diagnostic.place.line},
          {"column", diagnostic.place.column},
          {"what", diagnostic.what},
          {"expected", diagnostic.expected},
          {"found", diagnostic.found},
          {"mend", diagnostic.mend}};
}

Json graph_json(const std::string& path, const dsl::Loaded& loaded) {
  Json diagnostics = Json::array();
  for (const auto& each : loaded.diagnostics) diagnostics.push_back(diagnostic_json(each));
  Json json = {{"graph", path}, {"ok", loaded.plan.has_value()}};
  if (loaded.plan) {
    json["actors"] = loaded.plan->actors.size();
    json["edges"] = loaded.plan->edges.size();
  }
  json["diagnostics"] = std::move(diagnostics);
  return json;
}

/// "bright.toml: 4 actors, 3 edges, ok"
std::string verdict(const std::string& path, const dsl::Loaded& loaded) {
  const auto warnings = static_cast<std::size_t>(
      std::count_if(loaded.diagnostics.begin(), loaded.diagnostics.end(),
                    [](const auto& each) { return each.severity == dsl::Severity::warning; }));
  std::string text = path + ": " + dsl::count(loaded.plan->actors.size(), "actor") + ", " +
                     dsl::count(loaded.plan->edges.size(), "edge") + ", " +
                     Terminal::out().paint("ok", Paint::green);
  if (warnings > 0) text += " (" + dsl::count(warnings, "warning") + ")";
  return text + "\n";
}

/// What --set may change, for completion: of a graph that is wrong, its own parameters.
std::string settable(const dsl::Loaded& loaded) {
  std::string text;
  for (const std::string& param : loaded.params) text += param + "=\n";
  if (!loaded.plan) return text;
  for (const PlannedActor& actor : loaded.plan->actors) {
    const Kind* kind = Registry::global().find(actor.kind);
    for (const Param& param : kind->contract.params) {
      if (param.writable) text += actor.name + "." + param.name + "=\n";
    }
  }
  return text;
}

void check(const Given& given) {
  Json all = Json::array();
  bool ok = true;
  for (const std::string& path : given.graphs) {
    const auto environments = given.format == "settable" ? Environments::left  // somebody is typing
                                                         : Environments::made_aloud;
    const dsl::Loaded loaded = dsl::load(path, settings_with(given.sets, environments));
    ok = ok && loaded.plan.has_value();
    if (given.format == "json") {
      all.push_back(graph_json(path, loaded));
      continue;
    }
    print_diagnostics(loaded.diagnostics);
    if (given.format == "settable") print(settable(loaded));
    if (!loaded.plan) continue;
    if (given.format == "plan") print(plan_to_json(*loaded.plan));
    if (given.format == "text") print(verdict(path, loaded));
  }
  if (given.format == "json") print(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  throw_status(ok ? done : wrong);
}

}  // namespace

void add_check(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("check", "Check graph files without running them");
  verb->add_option("graph", given->graphs, "The graph files")->required()->type_name("GRAPH");
  add_set_option(*verb, given->sets);
  add_choice(*verb, "--format", given->format, "text|json|plan|settable")
      ->description("For people, for programs, the plan as JSON, or what --set may change");
  verb->footer(
      "Exit status 2 if there is an error; warnings do not count.\n\n"
      "Example: all graphs of a folder\n"
      "  omma check *.toml");
  verb->callback([given] { check(*given); });
}

}  // namespace omma::command
