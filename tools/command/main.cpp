// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/command/verbs.hpp"

namespace omma::command {

void throw_status(Status status) {
  if (status != done) throw CLI::RuntimeError(status);
}

namespace {

void add_verbs(CLI::App& app) {
  add_run(app);
  add_launch(app);
  add_check(app);
  add_draw(app);
  add_actors(app);
  add_schema(app);
}

}  // namespace
}  // namespace omma::command

int main(int argc, char** argv) {
  using namespace omma::command;
  CLI::App app{"Runs graphs of machine-vision actors.", "omma"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "omma " OMMA_VERSION);
  add_verbs(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& status) {
    return status.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : wrong;
  } catch (const std::exception& error) {
    std::cerr << "omma: " << error.what() << "\n";
    return failed;
  }
  return done;
}
