// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "dsl/read/wording.hpp"
#include "runtime/base/crash.hpp"
#include "tools/command/place.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {

void throw_status(Status status) {
  if (status != done) throw CLI::RuntimeError(status);
}

namespace {

void add_verbs(CLI::App& app) {
  add_run(app);
  add_launch(app);
  add_ps(app);
  add_top(app);
  add_look(app);
  add_get(app);
  add_set(app);
  add_events(app);
  add_logs(app);
  add_stop(app);
  add_check(app);
  add_draw(app);
  add_env(app);
  add_actors(app);
  add_new(app);
  add_python(app);
  add_replay_frame(app);
  add_schema(app);
  add_doctor(app);
  add_completion(app);
}

/// The verb that was being read: "omma new actor".
const CLI::App& innermost(const CLI::App& app, std::string& path) {
  path += (path.empty() ? "" : " ") + app.get_name();
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? app : innermost(*verbs.front(), path);
}

/// Verbs and options that could have been meant.
std::vector<std::string> candidates(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::App* part : verb.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(part->get_name());
  }
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// CLI11 says "--format: 1 required text|json missing".
std::string wording(const CLI::ParseError& error) {
  const std::string text = error.what();
  const auto end = text.find(": 1 required ");
  return end == std::string::npos ? text : text.substr(0, end) + " needs a value";
}

/// --help and --version.
int answer(const CLI::App& app, const CLI::ParseError& question) try {
  std::ostringstream text;
  app.exit(question, text);
  print(text.str());
  return done;
} catch (const CLI::RuntimeError& status) {
  return status.get_exit_code();
}

int complain(const CLI::App& app, const CLI::ParseError& error) {
  std::string path;
  const CLI::App& verb = innermost(app, path);
  const auto unknown = app.remaining(true);
  std::cerr << path << ": ";
  if (unknown.empty()) {
    std::cerr << wording(error) << "; ";
  } else {
    const std::string near = dsl::nearest(unknown.front(), candidates(verb));
    std::cerr << dsl::quote(unknown.front()) << " is not known here; "
              << (near.empty() ? "" : "did you mean " + dsl::quote(near) + "? ");
  }
  std::cerr << "'" << path << " --help' shows how\n";
  return wrong;
}

int run_command(int argc, char** argv) {
  CLI::App app{"Runs graphs of machine-vision actors.", "omma"};
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", "omma " OMMA_VERSION);
  app.footer(
      "'omma VERB --help' shows an example of each. Exit status: 0 done, 1 the run failed,\n"
      "2 the graph or the command line is wrong.");
  add_verbs(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& status) {
    return status.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? answer(app, error) : complain(app, error);
  }
  if (!app.get_subcommands().empty()) return done;
  std::cerr << app.help();
  return wrong;
}

/// Where one is closed, the next file that is opened would take its place, and what is printed.
void fill_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", O_RDWR);  // takes the lowest number
  }
}

int run(int argc, char** argv) {
  try {
    fill_standard_streams();
    std::signal(SIGPIPE, SIG_IGN);  // a console without a reader ends no run
    std::signal(SIGXFSZ, SIG_IGN);  // nor does a file that may not grow
    explain_crashes();
    find_media();
    return run_command(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "omma: " << error.what() << "\n";
    return failed;
  }
}

/// Foreign libraries are not torn down: they may wait for threads of theirs that never end, as
/// OpenBLAS does for one that looks for memory where there is none.
[[noreturn]] void leave(int status) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  std::exit(status);  // they speak then
#endif
  std::cout.flush();
  std::fflush(nullptr);
  std::quick_exit(status);
}

}  // namespace
}  // namespace omma::command

int main(int argc, char** argv) { omma::command::leave(omma::command::run(argc, argv)); }
