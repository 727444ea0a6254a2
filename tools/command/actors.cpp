// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "dsl/read/wording.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/contract_text.hpp"
#include "tools/command/kind_list.hpp"
#include "tools/command/load.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::string kind;
  std::string format = "text";
  std::vector<std::string> paths;
  std::string python = PlannedHost().python;
};

[[noreturn]] void refuse(const std::string& why) {
  std::cerr << "omma: " << why << "\n";
  throw CLI::RuntimeError(wrong);
}

/// Says that a kind is not there, and what may be the reason.
[[noreturn]] void refuse_unknown(const std::string& name, const KindList& list) {
  std::vector<std::string> names;
  for (const Contract& kind : list.kinds) names.push_back(kind.kind);
  const std::string near = dsl::nearest(name, names);
  std::string why = "there is no kind " + dsl::quote(name) + "; " +
                    (near.empty() ? "" : "did you mean " + dsl::quote(near) + "? ") +
                    "'omma actors' lists all";
  for (const hosts::PythonFault& fault : list.faults)
    why += "\n  not imported: " + fault.in_short();
  refuse(why);
}

Contract find_file(const Given& given) {
  PlannedHost host;
  host.python = given.python;
  const auto added = hosts::add_python_kind(Registry::global(), host, given.kind);
  if (!added) refuse(dsl::quote(given.kind) + " cannot be loaded: " + added.error().what);
  return Registry::global().find(given.kind)->contract;
}

/// With no places of its own: what packages declare that are installed.
KindList list_of(const Given& given) {
  if (!given.paths.empty()) return all_kinds(given.python, given.paths);
  return given.format == "names" ? native_kinds()
                                 : all_kinds(given.python, {hosts::installed_kinds});
}

Contract find(const Given& given) {
  if (!hosts::python_reference(given.kind).file.empty()) return find_file(given);
  if (given.paths.empty()) {
    if (const Kind* kind = Registry::global().find(given.kind)) return kind->contract;
  }
  const KindList list = list_of(given);
  const Contract* found = list.find(given.kind);
  if (found == nullptr) refuse_unknown(given.kind, list);
  return *found;
}

std::string list_by_family(const KindList& list) {
  std::map<std::string, std::vector<const Contract*>> families;
  std::size_t widest = 0;
  for (const Contract& kind : list.kinds) {
    families[kind.family.empty() ? "other" : kind.family].push_back(&kind);
    widest = std::max(widest, kind.kind.size());
  }
  const Terminal& terminal = Terminal::out();
  std::string text;
  for (const auto& [family, members] : families) {
    text += (text.empty() ? "" : "\n") + terminal.paint(family, Paint::bold) + "\n";
    for (const Contract* kind : members) {
      text += "  " + kind->kind + std::string(widest + 2 - kind->kind.size(), ' ') +
              wrapped(in_short(kind->doc), terminal.width(), widest + 4) + "\n";
    }
  }
  if (!list.faults.empty()) text += "\n" + terminal.paint("cannot be imported", Paint::bold) + "\n";
  for (const hosts::PythonFault& fault : list.faults) text += "  " + fault.in_short() + "\n";
  return text;
}

std::string names(const KindList& list) {
  std::string text;
  for (const Contract& kind : list.kinds) text += kind.kind + "\n";
  return text;
}

void actors(const Given& given) {
  if (!given.kind.empty()) {
    const Contract contract = find(given);
    print(given.format == "json" ? contract_json(contract)
                                 : contract_text(contract, Terminal::out()));
    return;
  }
  const KindList list = list_of(given);
  print(given.format == "json"    ? contracts_json(list)
        : given.format == "names" ? names(list)
                                  : list_by_family(list));
}

}  // namespace

void add_actors(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("actors", "List the kinds of actors, or describe one");
  verb->add_option("kind", given->kind, "The kind to describe; default: list all")
      ->type_name("KIND");
  verb->add_option(
          "--path", given->paths,
          "Add kinds in Python from a file, a folder or an installed package; may be repeated")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--python", given->python, "The interpreter that imports them")
      ->type_name("FILE");
  add_choice(*verb, "--format", given->format, "text|json|names")
      ->description("For people, for programs, or only the names");
  add_plugin_option(*verb);
  verb->footer(
      "Example: the ports and parameters of `threshold`\n"
      "  omma actors threshold\n"
      "Example: the built-in kinds and those in Python in a folder, and one of a file\n"
      "  omma actors --path tools\n"
      "  omma actors tools/lines.py:lines");
  verb->callback([given] {
    print_refused_kinds();
    actors(*given);
  });
}

}  // namespace omma::command
