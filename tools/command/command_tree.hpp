// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// The command line as plain data, read from CLI11's tree; completion is made from it.
namespace omma::command {

struct OptionNode {
  std::vector<std::string> names;  ///< with their dashes; empty: a positional
  std::string doc;
  std::string type;  ///< what it takes (see common_options.hpp); empty: nothing
  bool repeated = false;
};

struct VerbNode {
  std::string name;
  std::string path;  ///< "new actor"; empty: omma itself
  std::string doc;
  std::vector<OptionNode> options;
  std::vector<OptionNode> positionals;
  std::vector<VerbNode> verbs;
};

VerbNode command_tree(const CLI::App& app);

/// The verb and all below it.
std::vector<const VerbNode*> flattened(const VerbNode& root);

/// The scripts that complete the command line in each shell.
std::string bash_completion(const VerbNode& root);
std::string zsh_completion(const VerbNode& root);
std::string fish_completion(const VerbNode& root);

/// What the first word after a verb may be: the name of a run may be left out.
std::string first_type(const VerbNode& verb);

/// `text` in single quotes for a shell.
std::string shell_quoted(const std::string& text);

/// "a|b" as "a b"; empty when the type is no choice.
std::string choices_of(const std::string& type);

}  // namespace omma::command
