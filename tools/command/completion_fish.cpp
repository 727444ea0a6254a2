// SPDX-License-Identifier: Apache-2.0
#include "tools/command/command_tree.hpp"
#include "tools/command/completion_values.hpp"
#include "tools/command/template.hpp"

namespace omma::command {
namespace {

bool files(const std::string& type) { return type == "FILE" || type == "PATH"; }

/// The argument of `complete` that lists what a type takes.
std::string values(const std::string& type) {
  if (type == "GRAPH") return " -ka '(__fish_complete_suffix .toml)'";
  if (type == "KIND" || type == "LINE") return " -a '(omma actors --format names)'";
  if (files(type)) return " -F";
  if (type == "FOLDER") return " -a '(__fish_complete_directories)'";
  if (of_a_run(type)) return " -a '(omma completion --values \"" + type + "\")'";
  if (type.find("PARAM=VALUE") != std::string::npos) return " -a '(__omma_settable)'";
  const std::string choices = choices_of(type);
  return choices.empty() ? "" : " -a " + shell_quoted(choices);
}

std::string condition(const VerbNode& verb) {
  std::string deeper = "-";  // matches no verb
  for (const VerbNode& part : verb.verbs) deeper += "|" + part.name;
  return "complete -c omma -n " +
         shell_quoted("__omma_at " + shell_quoted(verb.path) + " " + shell_quoted(deeper));
}

std::string option_line(const VerbNode& verb, const OptionNode& option) {
  std::string line = condition(verb);
  for (const std::string& name : option.names) {
    line += name.compare(0, 2, "--") == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.type.empty()) line += (files(option.type) ? " -r" : " -x") + values(option.type);
  return line + " -d " + shell_quoted(option.doc) + "\n";
}

}  // namespace

std::string fish_completion(const VerbNode& root) {
  std::string text;
  for (const VerbNode* verb : flattened(root)) {
    for (const VerbNode& part : verb->verbs) {
      text += condition(*verb) + " -a " + part.name + " -d " + shell_quoted(part.doc) + "\n";
    }
    for (const OptionNode& each : verb->positionals) {
      if (!values(each.type).empty()) text += condition(*verb) + values(each.type) + "\n";
    }
    for (const OptionNode& option : verb->options) text += option_line(*verb, option);
  }
  return filled("completion.fish", {{"LINES", text}});
}

}  // namespace omma::command
