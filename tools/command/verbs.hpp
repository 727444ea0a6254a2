// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

/// The verbs of the `omma` command, one file each. Each adds itself to the command line; what it
/// does happens in its callback, which throws `CLI::RuntimeError(status)` when it is not 0.
namespace omma::command {

/// Exit status of every verb.
enum Status : int {
  done = 0,
  failed = 1,  ///< the run failed
  wrong = 2    ///< the graph or the command line is wrong
};

void add_actors(CLI::App& app);
void add_check(CLI::App& app);
void add_completion(CLI::App& app);
void add_doctor(CLI::App& app);
void add_draw(CLI::App& app);
void add_env(CLI::App& app);
void add_events(CLI::App& app);
void add_get(CLI::App& app);
void add_launch(CLI::App& app);
void add_logs(CLI::App& app);
void add_look(CLI::App& app);
void add_new(CLI::App& app);
void add_ps(CLI::App& app);
void add_python(CLI::App& app);
void add_replay_frame(CLI::App& app);
void add_run(CLI::App& app);
void add_schema(CLI::App& app);
void add_set(CLI::App& app);
void add_stop(CLI::App& app);
void add_top(CLI::App& app);

/// Ends a verb whose status is not `done`.
void throw_status(Status status);

}  // namespace omma::command
