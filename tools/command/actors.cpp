// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "dsl/wording.hpp"
#include "runtime/registry.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/contract_text.hpp"
#include "tools/command/load.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::string kind;
  std::string format = "text";
};

const Kind& find(const std::string& name) {
  const Registry& registry = Registry::global();
  if (const Kind* kind = registry.find(name); kind != nullptr) return *kind;
  std::vector<std::string> names;
  for (const Kind* kind : registry.all()) names.push_back(kind->contract.kind);
  const std::string near = dsl::nearest(name, names);
  std::cerr << "omma: there is no kind " << dsl::quote(name) << "; "
            << (near.empty() ? "" : "did you mean " + dsl::quote(near) + "? ")
            << "'omma actors' lists all\n";
  throw CLI::RuntimeError(wrong);
}

std::string list_by_family(const std::vector<const Kind*>& kinds) {
  std::map<std::string, std::vector<const Kind*>> families;
  std::size_t widest = 0;
  for (const Kind* kind : kinds) {
    families[kind->contract.family.empty() ? "other" : kind->contract.family].push_back(kind);
    widest = std::max(widest, kind->contract.kind.size());
  }
  const Terminal& terminal = Terminal::out();
  std::string text;
  for (const auto& [family, members] : families) {
    text += (text.empty() ? "" : "\n") + terminal.paint(family, Paint::bold) + "\n";
    for (const Kind* kind : members) {
      const std::string& name = kind->contract.kind;
      const std::size_t indent = widest + 4;
      text += "  " + name + std::string(widest + 2 - name.size(), ' ') +
              wrapped(in_short(kind->contract.doc), terminal.width(), indent) + "\n";
    }
  }
  return text;
}

std::string names(const std::vector<const Kind*>& kinds) {
  std::string text;
  for (const Kind* kind : kinds) text += kind->contract.kind + "\n";
  return text;
}

void actors(const Given& given) {
  const auto kinds = Registry::global().all();
  if (!given.kind.empty()) {
    const Contract& contract = find(given.kind).contract;
    print(given.format == "json" ? contract_json(contract)
                                 : contract_text(contract, Terminal::out()));
  } else if (given.format == "json") {
    print(contracts_json(kinds));
  } else {
    print(given.format == "names" ? names(kinds) : list_by_family(kinds));
  }
}

}  // namespace

void add_actors(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb =
      app.add_subcommand("actors", "List the kinds of actors, or tell everything about one");
  verb->add_option("kind", given->kind, "The kind to tell about; without it all are listed")
      ->type_name("KIND");
  add_choice(*verb, "--format", given->format, "text|json|names")
      ->description("For people, for programs, or the bare names");
  add_plugin_option(*verb);
  verb->footer(
      "Example: what `threshold` takes and gives, and its parameters\n"
      "  omma actors threshold");
  verb->callback([given] {
    print_refused_kinds();
    actors(*given);
  });
}

}  // namespace omma::command
