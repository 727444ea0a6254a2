// SPDX-License-Identifier: Apache-2.0
#include "tools/command/load.hpp"

#include <CLI/Error.hpp>
#include <iostream>

#include "runtime/contract/plugin.hpp"
#include "runtime/frames/slab.hpp"
#include "runtime/hosts/python_kinds.hpp"
#include "tools/command/notice.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

/// The message names the path already.
Result<void> load(const std::string& path) {
  auto loaded = load_plugin(path);
  if (!loaded) loaded.error().where.clear();
  return loaded;
}

}  // namespace

Result<hosts::Environment> environment_of(const PlannedHost& host, Environments environments) {
  if (environments == Environments::left) return hosts::find_environment(host);
  const bool aloud = environments == Environments::made_aloud;
  return hosts::provide_environment(host, [aloud, &host](const std::string& line) {
    const std::string name = host.name.empty() ? "[host]" : "host '" + host.name + "'";
    if (aloud) std::cerr << name + ": " + line + "\n";
  });
}

dsl::Settings settings_with(const std::vector<std::string>& sets, Environments environments) {
  dsl::Settings settings;
  settings.sets = sets;
  settings.load_plugin = load;
  settings.make_environment = [environments](const PlannedHost& host) {
    return environment_of(host, environments).map(&hosts::Environment::python);
  };
  Notice::Say say;
  if (environments == Environments::made_aloud)
    say = [](const std::string& text) { std::cerr << text + "\n"; };
  settings.load_python = [say](const PlannedHost& host, const std::string& kind) {
    const Notice notice("importing " + kind, say);
    return hosts::add_python_kind(Registry::global(), host, kind);
  };
  settings.list_python = [](const PlannedHost& host, const std::vector<std::string>& places) {
    return hosts::add_python_kinds(Registry::global(), host, places);
  };
  settings.slab_bytes = Slab::default_ceiling;
  return settings;
}

dsl::Settings settings_of(const RunOptionsGiven& given) {
  const bool quiet = given.quiet && given.script < 0;
  dsl::Settings settings =
      settings_with(given.sets, quiet ? Environments::made_quietly : Environments::made_aloud);
  settings.probes = given.probes;
  settings.scripted = given.script >= 0;
  settings.feeds = given.feeds;
  return settings;
}

std::string text_of_errors(const dsl::Diagnostics& diagnostics) {
  std::string text;
  for (const dsl::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == dsl::Severity::error)
      text += (text.empty() ? "" : "\n") + diagnostic.text();
  }
  return text;
}

void print_diagnostics(const dsl::Diagnostics& diagnostics) {
  const Terminal& terminal = Terminal::error();
  for (const dsl::Diagnostic& diagnostic : diagnostics) {
    std::string line = diagnostic.text();
    const bool error = diagnostic.severity == dsl::Severity::error;
    const std::string word = error ? ": error: " : ": warning: ";
    const auto at = line.find(word);
    if (at != std::string::npos) {
      line.replace(at, word.size(), terminal.paint(word, error ? Paint::red : Paint::yellow));
    }
    std::cerr << line << "\n";
  }
}

Plan plan_of(dsl::Loaded loaded) {
  print_diagnostics(loaded.diagnostics);
  if (!loaded.plan) throw CLI::RuntimeError(wrong);
  return std::move(*loaded.plan);
}

void print_refused_kinds() {
  for (const Error& error : Registry::global().refused()) {
    std::cerr << "omma: warning: " << error.text() << "\n";
  }
}

}  // namespace omma::command
