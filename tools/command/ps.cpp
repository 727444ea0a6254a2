// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "runtime/control/run_folder.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  bool all = false;
  std::string format = "text";
};

/// A run whose process is gone without a word has died.
std::string state_of(const control::Run& run) {
  return !run.alive && run.facts.state == "running" ? "died" : run.facts.state;
}

std::string as_json(const std::vector<control::Run>& runs) {
  auto list = nlohmann::ordered_json::array();
  for (const control::Run& run : runs) {
    list.push_back({{"name", run.facts.name},
                    {"state", state_of(run)},
                    {"pid", run.facts.pid},
                    {"graph", run.facts.graph},
                    {"file", run.facts.file},
                    {"began", run.facts.began},
                    {"ended", run.facts.ended},
                    {"failure", run.facts.failure},
                    {"folder", run.path}});
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string as_text(const std::vector<control::Run>& runs) {
  Table table({{"name"}, {"state"}, {"pid", Table::Align::right}, {"began"}, {"folder"}});
  for (const control::Run& run : runs) {
    const std::string state = state_of(run);
    const Paint paint = state == "running"                     ? Paint::green
                        : state == "failed" || state == "died" ? Paint::red
                                                               : Paint::plain;
    table.add({{run.facts.name},
               {state, paint},
               {std::to_string(run.facts.pid)},
               {run.facts.began},
               {run.path}});
  }
  return table.empty() ? "no graph is running\n" : table.text(Terminal::out());
}

void list_runs(const Given& given) {
  const auto folder = control::runs_folder();
  if (!folder) {
    std::cerr << "omma: " << folder.error().text() << "\n";
    throw_status(failed);
  }
  std::vector<control::Run> runs = control::list_runs(*folder);
  if (!given.all) std::erase_if(runs, [](const control::Run& run) { return !run.alive; });
  print(given.format == "json" ? as_json(runs) : as_text(runs));
}

}  // namespace

void add_ps(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("ps", "List the graphs that are running");
  verb->add_flag("-a,--all", given->all, "Also those that have ended; the last 20 are kept");
  add_format_option(*verb, given->format);
  verb->footer(
      "The folder of a run holds its state as text: run, report, parameters and errors. So\n"
      "'grep edge FOLDER/report' tells what each edge has dropped.\n\n"
      "Example: those that run, and the last ones that have ended\n"
      "  omma ps\n"
      "  omma ps --all");
  verb->callback([given] { list_runs(*given); });
}

}  // namespace omma::command
