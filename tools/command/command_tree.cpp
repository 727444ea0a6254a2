// SPDX-License-Identifier: Apache-2.0
#include "tools/command/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace omma::command {
namespace {

OptionNode node_of(const CLI::Option& option) {
  OptionNode node;
  for (const std::string& name : option.get_lnames()) node.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) node.names.push_back("-" + name);
  node.doc = option.get_description();
  if (option.get_items_expected_max() > 0) node.type = option.get_type_name();
  node.repeated = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll &&
                  option.get_items_expected_max() > 0;
  return node;
}

VerbNode read(const CLI::App& app, const std::string& path) {
  VerbNode verb;
  verb.name = app.get_name();
  verb.path = path;
  verb.doc = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // not for people
    auto& list = option->nonpositional() ? verb.options : verb.positionals;
    list.push_back(node_of(*option));
  }
  for (const CLI::App* part : app.get_subcommands([](const CLI::App*) { return true; })) {
    verb.verbs.push_back(read(*part, (path.empty() ? "" : path + " ") + part->get_name()));
  }
  return verb;
}

void collect(const VerbNode& verb, std::vector<const VerbNode*>& all) {
  all.push_back(&verb);
  for (const VerbNode& part : verb.verbs) collect(part, all);
}

}  // namespace

VerbNode command_tree(const CLI::App& app) { return read(app, ""); }

std::vector<const VerbNode*> flattened(const VerbNode& root) {
  std::vector<const VerbNode*> all;
  collect(root, all);
  return all;
}

std::string first_type(const VerbNode& verb) {
  if (verb.positionals.empty()) return {};
  const std::string& first = verb.positionals.front().type;
  return first == "RUN" && verb.positionals.size() > 1 ? first + " " + verb.positionals[1].type
                                                       : first;
}

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string choices_of(const std::string& type) {
  if (type.find('|') == std::string::npos) return {};
  std::string words = type;
  std::replace(words.begin(), words.end(), '|', ' ');
  return words;
}

}  // namespace omma::command
