// SPDX-License-Identifier: Apache-2.0
#include "tools/command/common_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "dsl/read/wording.hpp"
#include "runtime/contract/plugin.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

void load(const std::string& path) {
  const auto loaded = load_plugin(path);
  if (loaded) return;
  std::cerr << "omma: " << loaded.error().text() << "\n";
  throw CLI::RuntimeError(wrong);
}

/// Why a text is none of the words; empty when it is one.
std::string expected_one_of(const std::vector<std::string>& words, const std::string& text) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return {};
  return "expected " + dsl::any_one(words) + "; found '" + text + "'";
}

std::string expected_count(std::uint64_t most, const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const std::uint64_t number = digits && text.size() < 20 ? std::stoull(text) : 0;
  if (number >= 1 && number <= most) return {};
  return "expected a whole number from 1 to " + std::to_string(most) + "; found '" + text + "'";
}

}  // namespace

CLI::Option* add_choice(CLI::App& verb, const std::string& name, std::string& value,
                        const std::string& choices) {
  const auto words = CLI::detail::split(choices, '|');
  return verb.add_option(name, value)->type_name(choices)->check([words](const std::string& text) {
    return expected_one_of(words, text);
  });
}

CLI::Option* add_count(CLI::App& verb, const std::string& name, std::uint64_t& value,
                       std::uint64_t most) {
  return verb.add_option(name, value)->type_name("N")->check([most](const std::string& text) {
    return expected_count(most, text);
  });
}

void add_set_option(CLI::App& verb, std::vector<std::string>& sets) {
  verb.add_option("--set", sets,
                  "Set a parameter of an actor, or one of the graph; may be repeated")
      ->type_name("[ACTOR.]PARAM=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_format_option(CLI::App& verb, std::string& format, const std::string& shown) {
  add_choice(verb, "--format", format, "text|json")
      ->description("For people or for programs" + (shown.empty() ? "" : ": " + shown));
}

void add_plugin_option(CLI::App& verb) {
  verb.add_option_function<std::vector<std::string>>(
          "--plugin",
          [](const std::vector<std::string>& paths) {
            for (const std::string& path : paths) load(path);
          },
          "Load a plug-in (.so) first; may be repeated")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace omma::command
