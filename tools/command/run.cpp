// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "tools/command/background.hpp"
#include "tools/command/load.hpp"
#include "tools/command/session.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::string graph;
  RunOptionsGiven run;
};

}  // namespace

void add_run(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("run", "Run a graph file");
  verb->add_option("graph", given->graph, "The graph file")->required()->type_name("GRAPH");
  add_run_options(*verb, given->run);
  verb->footer(
      "Ctrl-C finishes the frames under way; a second one stops between two frames.\n\n"
      "Example: the first 300 frames with another level, and a report for a program to read\n"
      "  omma new graph bright\n"
      "  omma run bright.toml --frames 300 --set level=120 --report report.json");
  verb->callback([given] {
    if (given->run.detach)
      given->run.background = Background::begin(given->run.log_level == "trace");
    control::Control control(given->run.script);
    dsl::Loaded loaded = dsl::load(given->graph, settings_of(given->run));
    if (control.scripted() && !loaded.plan) {
      control.refuse(text_of_errors(loaded.diagnostics));
      throw_status(wrong);
    }
    const Plan plan = plan_of(std::move(loaded));
    throw_status(Session(plan, given->run, given->graph, control).run());
  });
}

}  // namespace omma::command
