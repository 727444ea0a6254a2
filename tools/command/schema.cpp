// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "dsl/graph.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {

void add_schema(CLI::App& app) {
  auto output = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("schema", "Print a JSON Schema of graph files, for editors");
  verb->add_option("-o,--output", *output, "Output file; default: stdout")->type_name("FILE");
  add_plugin_option(*verb);
  verb->footer(
      "An editor with this schema completes and checks graph files while you type.\n\n"
      "Example: for VS Code with the extension Even Better TOML, or another editor with Taplo\n"
      "  omma schema -o omma.schema.json\n"
      "  and as the first line of the graph file:  #:schema ./omma.schema.json");
  verb->callback([output] { write_result(*output, dsl::schema(Registry::global())); });
}

}  // namespace omma::command
