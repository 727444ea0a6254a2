// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>

#include "tools/command/running.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

/// The report of a run is written after its last word. A script goes on after the end of its run.
void await_end(int process) {
  const hosts::Descriptor ended(static_cast<int>(syscall(SYS_pidfd_open, process, 0)));
  pollfd ready{ended.get(), POLLIN, 0};
  while (ended && poll(&ready, 1, -1) < 0 && errno == EINTR) {
  }
}

void stop(const std::string& name, bool now) {
  Running running = running_or_end(name);
  const auto asked = running.ask({{"do", now ? "halt" : "drain"}});
  // It may end before its answer is on its way.
  if (!asked && asked.error().code != Code::stopped) end_with(asked.error());
  std::cerr << (now ? "stopping " : "finishing the frames under way of ")
            << running.run().facts.name << "\n";
  while (running.next()) {
  }
  if (!running.run().facts.script) await_end(running.run().facts.pid);
}

}  // namespace

void add_stop(CLI::App& app) {
  auto run = std::make_shared<std::string>();
  auto now = std::make_shared<bool>(false);
  CLI::App* verb = app.add_subcommand("stop", "End a graph that runs");
  verb->add_option("run", *run, "As 'omma ps' lists it; the only one if it is left out")
      ->type_name("RUN");
  verb->add_flag("--now", *now, "Between two frames, without finishing those under way");
  verb->footer(
      "Returns when the run has ended.\n\n"
      "Example: the end, with all files whole\n"
      "  omma stop");
  verb->callback([run, now] { stop(*run, *now); });
}

}  // namespace omma::command
