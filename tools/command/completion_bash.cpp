// SPDX-License-Identifier: Apache-2.0
#include "tools/command/command_tree.hpp"
#include "tools/command/template.hpp"

namespace omma::command {
namespace {

/// The branch of `_omma_verb` for one verb: what may follow it.
std::string verb_case(const VerbNode& verb) {
  std::string verbs, options;
  for (const VerbNode& part : verb.verbs) verbs += (verbs.empty() ? "" : " ") + part.name;
  for (const OptionNode& option : verb.options) {
    for (const std::string& name : option.names) options += (options.empty() ? "" : " ") + name;
  }
  return "    " + shell_quoted(verb.path) + ") verbs=" + shell_quoted(verbs) +
         " options=" + shell_quoted(options) + " positional=" + shell_quoted(first_type(verb)) +
         " ;;\n";
}

/// The branches of `_omma_option` for one verb: what its options take.
std::string option_cases(const VerbNode& verb) {
  std::string cases;
  for (const OptionNode& option : verb.options) {
    if (option.type.empty()) continue;
    for (const std::string& name : option.names) {
      cases += "    " + shell_quoted(verb.path + " " + name) +
               ") type=" + shell_quoted(option.type) + " ;;\n";
    }
  }
  return cases;
}

}  // namespace

std::string bash_completion(const VerbNode& root) {
  std::string verbs, options;
  for (const VerbNode* verb : flattened(root)) {
    verbs += verb_case(*verb);
    options += option_cases(*verb);
  }
  return filled("completion.bash", {{"VERBS", verbs}, {"OPTIONS", options}});
}

}  // namespace omma::command
