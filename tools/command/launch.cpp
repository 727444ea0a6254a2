// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/command/background.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/load.hpp"
#include "tools/command/session.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::vector<std::string> words;
  std::string save;
  RunOptionsGiven run;
};

/// The shell took the quotes of key="some text" away when the words came one by one.
std::string quoted_again(const std::string& word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos || word.find(' ') == std::string::npos) return word;
  return word.substr(0, equals + 1) + "'" + word.substr(equals + 1) + "'";
}

std::string line_of(const std::vector<std::string>& words) {
  if (words.size() == 1) return words.front();
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted_again(word);
  return line;
}

void save(const Given& given, const std::string& line) {
  const auto toml = dsl::launch_to_toml(line);
  if (!toml) {
    std::cerr << toml.error().text();
    throw CLI::RuntimeError(wrong);
  }
  write_result(given.save, *toml);
}

void launch(Given& given) {
  if (given.run.detach && given.save.empty())
    given.run.background = Background::begin(given.run.log_level == "trace");
  const std::string line = line_of(given.words);
  const Plan plan = plan_of(dsl::load_launch(line, settings_of(given.run)));
  if (!given.save.empty()) return save(given, line);
  control::Control control;
  throw_status(Session(plan, given.run, "", control).run());
}

}  // namespace

void add_launch(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("launch", "Run a graph from the command line");
  verb->add_option("line", given->words, "Actors with their parameters, joined by '!'")
      ->required()
      ->type_name("LINE");
  verb->add_option("--save", given->save, "Write the graph file instead of running it; - is stdout")
      ->type_name("FILE");
  add_run_options(*verb, given->run);
  add_plugin_option(*verb);
  verb->footer(
      "Example: edges of a generated scene, 100 frames; then the same graph as a file\n"
      "  omma launch \"pattern format=Mono8 ! canny low=50 ! null\" --frames 100\n"
      "  omma launch \"pattern format=Mono8 ! canny low=50 ! null\" --save edges.toml");
  verb->callback([given] { launch(*given); });
}

}  // namespace omma::command
