// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "tools/command/common_options.hpp"
#include "tools/command/load.hpp"
#include "tools/command/png.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::string graph;
  std::vector<std::string> sets;
  std::string output;
  std::string format;
};

/// What was asked for, else what the name of the file says, else dot.
std::string format_of(const Given& given) {
  if (!given.format.empty()) return given.format;
  const std::string ending = std::filesystem::path(given.output).extension();
  if (ending.empty()) return "dot";
  if (ending == ".mmd" || ending == ".mermaid") return "mermaid";
  if (ending == ".svg" || ending == ".dot" || ending == ".png") return ending.substr(1);
  throw CLI::ValidationError(
      "--output", "expected a name that ends in .svg, .png, .dot or .mmd; found '" + given.output +
                      "'; or say --format");
}

Result<std::string> picture(const Plan& plan, const std::string& format) {
  const Registry& registry = Registry::global();
  if (format == "svg") return dsl::draw_svg(plan, registry);
  if (format == "mermaid") return dsl::draw_mermaid(plan, registry);
  if (format == "png") return png_of_dot(dsl::draw_dot(plan, registry));
  return dsl::draw_dot(plan, registry);
}

void draw(const Given& given) {
  const std::string format = format_of(given);
  if (format == "png" && given.output.empty() && Terminal::out().interactive()) {
    throw CLI::ValidationError("--format",
                               "png is not for terminals; name a file with -o picture.png");
  }
  const Plan plan = plan_of(dsl::load(given.graph, settings_with(given.sets)));
  const auto drawn = picture(plan, format);
  if (drawn) return write_result(given.output, *drawn);
  std::cerr << "omma: " << drawn.error().text() << "\n";
  throw CLI::RuntimeError(failed);
}

}  // namespace

void add_draw(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("draw", "Draw a graph: actors, ports, edges and their rules");
  verb->add_option("graph", given->graph, "The graph file")->required()->type_name("GRAPH");
  verb->add_option("-o,--output", given->output, "Output file; default: stdout")->type_name("FILE");
  add_choice(*verb, "--format", given->format, "svg|png|dot|mermaid")
      ->description("Default: by the name of the output file, else dot");
  add_set_option(*verb, given->sets);
  verb->footer(
      "svg and png need the program `dot` (apt install graphviz). Mermaid is for Markdown "
      "pages.\n\n"
      "Example: a picture of a graph\n"
      "  omma draw bright.toml -o bright.svg");
  verb->callback([given] { draw(*given); });
}

}  // namespace omma::command
