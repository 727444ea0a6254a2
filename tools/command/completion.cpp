// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "tools/command/command_tree.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/completion_values.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {

void add_completion(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  auto type = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("completion", "Print a completion script for a shell");
  add_choice(*verb, "shell", *shell, "bash|zsh|fish")->description("The shell");
  verb->add_option("--values", *type)->group("");  // asked by the scripts
  verb->footer(
      "It completes verbs, options, graph files, kinds of actors, parameters, and what runs.\n\n"
      "Example: in this bash, and in each new one\n"
      "  source <(omma completion bash)\n"
      "  echo 'source <(omma completion bash)' >> ~/.bashrc");
  verb->callback([shell, type, &app] {
    if (!type->empty()) return print(running_values(*type));
    if (shell->empty()) throw CLI::RequiredError("shell");
    const VerbNode tree = command_tree(app);
    print(*shell == "bash"  ? bash_completion(tree)
          : *shell == "zsh" ? zsh_completion(tree)
                            : fish_completion(tree));
  });
}

}  // namespace omma::command
