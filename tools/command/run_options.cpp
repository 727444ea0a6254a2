// SPDX-License-Identifier: Apache-2.0
#include "tools/command/run_options.hpp"

#include <CLI/CLI.hpp>

#include "tools/command/common_options.hpp"
#include "tools/command/log_level.hpp"
#include "tools/command/times.hpp"

namespace omma::command {
void add_run_options(CLI::App& verb, RunOptionsGiven& given) {
  constexpr std::uint64_t most_frames = std::uint64_t{1} << 53U;
  constexpr std::uint64_t most_threads = 1024;
  add_count(verb, "--frames", given.frames, most_frames)
      ->description("End each source after N frames");
  verb.add_option_function<std::string>(
          "--for", [&given](const std::string& text) { given.seconds = seconds_of("--for", text); },
          "End after a time, such as 10s, 500ms or 2min; frames under way are finished")
      ->type_name("TIME");
  add_set_option(verb, given.sets);
  verb.add_option("--probe", given.probes,
                  "Connect an actor in Python to an output; may be repeated")
      ->type_name("ACTOR.PORT=FILE.py:NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.add_option("--report", given.report,
                  "Write statistics of actors and edges as JSON; - is stdout")
      ->type_name("FILE");
  verb.add_option(
          "--events", given.events,
          "Write what happens as it happens: errors, restarts, reloads, drops, ... as JSON, "
          "one event in a line")
      ->type_name("FILE");
  verb.add_option("--quarantine", given.quarantine,
                  "Folder for frames that ended their actor's process; '' keeps none")
      ->type_name("FOLDER")
      ->capture_default_str();
  add_choice(verb, "--format", given.format, "text|json")
      ->description("Format of the tables at the end");
  verb.add_flag("-q,--quiet", given.quiet, "Neither progress nor tables");
  add_choice(verb, "--log-level", given.log_level, log_level_choices())
      ->description("How much is told on stderr: debug each event, trace each step of each frame");
  add_choice(verb, "--log-format", given.log_format, "text|json")
      ->description(
          "stderr for people, or for programs, once the graph is loaded: a JSON object in each "
          "line");
  verb.add_flag("--detach", given.detach,
                "Return when the graph runs, and print its name; it runs on in the background");
  add_count(verb, "--threads", given.threads, most_threads)
      ->description("Heavy steps in parallel; default: one per core");
  verb.add_option("--script", given.script)->group("");
  verb.add_option("--feed", given.feeds)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group("");
  add_choice(verb, "--scheduler", given.scheduler, "omma|sharing")
      ->description("The scheduler: omma's own, or `sharing` of CAF");
}

}  // namespace omma::command
