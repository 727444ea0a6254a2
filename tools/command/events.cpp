// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <iostream>
#include <limits>

#include "runtime/base/event.hpp"
#include "runtime/control/event_log.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/kept_events.hpp"
#include "tools/command/running.hpp"
#include "tools/command/table.hpp"
#include "tools/command/times.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

constexpr double no_end = std::numeric_limits<double>::infinity();

struct Given {
  std::string run;
  std::vector<std::string> actors;
  std::vector<std::string> kinds;
  std::string text;
  double since = 0;
  double until = no_end;
  bool from_the_beginning = false;
  bool follow = false;
  std::string format = "text";
};

/// Of those that are kept as events; what becomes of each frame is kept nowhere.
std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Event::Kind kind : event_kinds()) {
    const bool kept = control::EventLog::file_of(kind) == control::EventLog::events_file;
    if (kept && kind != Event::Kind::frame) names.emplace_back(name(kind));
  }
  return names;
}

Event event_in(const json& from) {
  Event event;
  const auto& kinds = event_kinds();
  const auto kind = std::ranges::find(kinds, from.value("kind", ""),
                                      [](auto each) { return std::string(name(each)); });
  if (kind != kinds.end()) event.kind = *kind;
  event.actor = from.value("actor", "");
  event.place = from.value("place", "");
  event.text = from.value("text", "");
  if (from.contains("source"))
    event.frame = Event::FrameName{from.at("source"), from.value("sequence", std::uint64_t{0})};
  return event;
}

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return list.empty() || std::ranges::find(list, word) != list.end();
}

bool is_wanted(const Given& given, const json& event) {
  const double time = event.value("time", 0.0);
  return time >= given.since && time <= given.until &&
         holds(given.kinds, event.value("kind", "")) &&
         holds(given.actors, event.value("actor", "")) &&
         event.value("text", "").find(given.text) != std::string::npos;
}

using Line = std::string(const json& event);

std::string event_line(const json& event) {
  return clock_text(event.value("time", 0.0)) + "  " + event.value("kind", "") + "  " +
         event_in(event).line();
}

/// Who printed it, and what.
std::string log_line(const json& event) {
  const std::string actor = event.value("actor", event.value("place", ""));
  return clock_text(event.value("time", 0.0)) + "  " + actor + ": " + event.value("text", "");
}

void print_line(const Given& given, const json& event, Line* line) {
  print(given.format == "json" ? event.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"
                               : harmless(line(event)) + "\n");
}

control::Run kept_run_or_end(const std::string& name) {
  auto run = find_kept_run(name);
  if (!run) end_with(run.error());
  return std::move(*run);
}

/// What is kept in the file, then what comes, as far as it is wanted.
void show(const Given& given, const control::Run& run, std::string_view file, Line* line) {
  KeptEvents events(run.path, std::string(file));
  for (bool alive = run.alive;; alive = control::is_alive(run.path)) {
    while (const auto kept = events.next()) {
      if (kept->missed > 0)
        std::cerr << counted(kept->missed, "line") << " before the next one are not kept\n";
      if (is_wanted(given, kept->event)) print_line(given, kept->event, line);
    }
    std::cout << std::flush;
    const bool over = static_cast<double>(std::time(nullptr)) > given.until;
    if (!given.follow || !alive || over) return;
    events.wait();
  }
}

void show_events(Given given) {
  const control::Run run = kept_run_or_end(given.run);
  const bool no_times = given.since == 0 && given.until == no_end;
  const bool from_now = run.alive && no_times && !given.from_the_beginning;
  if (from_now) given.since = static_cast<double>(std::time(nullptr));
  given.follow = !given.from_the_beginning;
  std::cerr << "events of " << run.facts.name
            << (!run.alive     ? ", which has ended\n"
                : given.follow ? "; Ctrl-C ends this, not the run\n"
                               : "\n");
  show(given, run, control::EventLog::events_file, event_line);
}

void show_log(const Given& given) {
  const control::Run run = kept_run_or_end(given.run);
  std::cerr << "what was printed in " << run.facts.name
            << (run.alive ? "\n" : ", which has ended\n");
  show(given, run, control::EventLog::log_file, log_line);
}

/// What both verbs take.
void add_filters(CLI::App& verb, Given& given) {
  verb.add_option("run", given.run,
                  "As 'omma ps --all' lists it; the only one that runs if it is left out, or the "
                  "last one that ran")
      ->type_name("RUN");
  verb.add_option("--actor", given.actors, "Of these actors alone; may be repeated")
      ->type_name("ACTOR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.add_option("--text", given.text, "With this text alone")->type_name("TEXT");
  const auto add_moment = [&verb](const char* name, double& moment, const char* doc) {
    verb.add_option_function<std::string>(
            name, [name, &moment](const std::string& text) { moment = moment_of(name, text); }, doc)
        ->type_name("TIME");
  };
  add_moment("--since", given.since,
             "From then on: 12:04:31 or 2026-05-31T12:04:31, or so long ago: 10min");
  add_moment("--until", given.until, "Until then; a time without a date is the last one that was");
}

}  // namespace

void add_events(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("events", "Follow what happens in a graph that runs");
  add_filters(*verb, *given);
  verb->add_option("--kind", given->kinds, "Of these kinds alone; may be repeated")
      ->type_name("EVENT")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::IsMember(kind_names()));
  verb->add_flag("--once", given->from_the_beginning,
                 "Those that are kept, from the beginning, and no more");
  add_format_option(*verb, given->format, "each on a line");
  verb->footer(
      "Shows errors, restarts, reloads, drops, losses and more as they happen; of a graph that\n"
      "has ended all that is kept: the last megabyte at least. 'omma logs' shows what actors "
      "print.\n\n"
      "Example: drops and losses, as they happen\n"
      "  omma events --kind dropped --kind lost");
  verb->callback([given] { show_events(*given); });
}

void add_logs(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("logs", "Show what actors printed, while they run or later");
  add_filters(*verb, *given);
  verb->add_flag("-f,--follow", given->follow, "Then what they print, until the run ends");
  add_format_option(*verb, given->format, "each on a line");
  verb->footer(
      "The last megabyte of a run is kept at least.\n\n"
      "Example: what an actor printed in the last ten minutes\n"
      "  omma logs --actor edges --since 10min");
  verb->callback([given] { show_log(*given); });
}

}  // namespace omma::command
