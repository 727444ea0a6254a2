// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "runtime/hosts/process.hpp"
#include "runtime/plan/plan.hpp"
#include "tools/command/place.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

/// The package and the program of this omma, for the interpreter and what it starts.
void show_the_way() {
  const char* before = std::getenv("PYTHONPATH");
  const std::string more = before == nullptr || *before == '\0' ? "" : ":" + std::string(before);
  setenv("PYTHONPATH", (hosts::package_folder() + more).c_str(), 1);
  setenv("OMMA", program_path().c_str(), 0);
}

/// Becomes the interpreter; returns only when there is none.
void run_python(std::string python, std::vector<std::string> words) {
  std::vector<char*> arguments{python.data()};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  show_the_way();
  execvp(python.c_str(), arguments.data());
  std::cerr << "omma python: cannot run " << python << ": " << std::strerror(errno) << "\n";
  throw_status(wrong);
}

}  // namespace

void add_python(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("python", "Run Python with the package omma, as hosts have it");
  verb->prefix_command();
  verb->footer(
      "Runs the interpreter that hosts have unless a graph says otherwise, with whatever "
      "arguments\n"
      "follow. Nothing has to be installed.\n\n"
      "Example: which package that is\n"
      "  omma python -c 'import omma; print(omma.__file__)'\n"
      "  and the tests of an actor in this folder:  omma python -m pytest\n"
      "  and a script:  omma python script.py");
  verb->callback([verb] { run_python(PlannedHost().python, verb->remaining()); });
}

}  // namespace omma::command
