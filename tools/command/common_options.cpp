// SPDX-License-Identifier: Apache-2.0
#include "tools/command/common_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "runtime/plugin.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

void load(const std::string& path) {
  const auto loaded = load_plugin(path);
  if (loaded) return;
  std::cerr << "omma: " << loaded.error().text() << "\n";
  throw CLI::RuntimeError(wrong);
}

}  // namespace

CLI::Option* add_choice(CLI::App& verb, const std::string& name, std::string& value, const std::string& choices) {
  return verb.add_option(name, value)
      ->type_name(choices)
      ->check(CLI::IsMember(CLI::detail::split(choices, '|')).description(""));
}

void add_set_option(CLI::App& verb, std::vector<std::string>& sets) {
  verb.add_option("--set", sets, "Set a parameter of an actor, or one of the graph; may be repeated")
      ->type_name("[ACTOR.]PARAM=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_format_option(CLI::App& verb, std::string& format) {
  add_choice(verb, "--format", format, "text|json")->description("For people or for programs");
}

void add_plugin_option(CLI::App& verb) {
  verb.add_option_function<std::vector<std::string>>(
          "--plugin", [](const std::vector<std::string>& paths) {
            for (const std::string& path : paths) load(path);
          },
          "Load a plug-in (.so) first; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace omma::command
