// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <iostream>

#include "runtime/base/event.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/running.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

struct Given {
  std::string run;
  std::vector<std::string> actors;
  std::vector<std::string> kinds;
  std::string format = "text";
};

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Event::Kind kind : event_kinds()) names.emplace_back(name(kind));
  return names;
}

/// "12:04:31.250"
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::time_t>(std::floor(seconds));
  std::tm parts{};
  localtime_r(&whole, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
  const auto thousandths = static_cast<int>((seconds - std::floor(seconds)) * 1000);
  std::array<char, 8> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03d", thousandths);
  return std::string(text.data()) + rest.data();
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

bool wanted(const Given& given, const json& event) {
  const auto holds = [](const std::vector<std::string>& list, const std::string& word) {
    return list.empty() || std::ranges::find(list, word) != list.end();
  };
  return holds(given.kinds, event.value("kind", "")) &&
         holds(given.actors, event.value("actor", ""));
}

void follow(const Given& given) {
  Running running = running_or_end(given.run);
  if (const auto asked = running.ask({{"do", "events"}}); !asked) end_with(asked.error());
  std::cerr << "events of " << running.run().facts.name << "; Ctrl-C ends this, not the run\n";
  while (const auto said = running.next()) {
    if (const auto missed = said->value("missed", 0); missed > 0)
      std::cerr << missed << " events were left out, since they came faster than they were read\n";
    const auto event = said->find("event");
    if (event == said->end() || !wanted(given, *event)) continue;
    if (given.format == "json") {
      print(event->dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
    } else {
      print(clock_text(event->value("time", 0.0)) + "  " + event->value("kind", "") + "  " +
            harmless(event_in(*event).line()) + "\n");
    }
    std::cout << std::flush;
  }
}

/// The report of a run is written after its last word.
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
  if (!asked && asked.error().code != Code::unavailable) end_with(asked.error());
  std::cerr << (now ? "stopping " : "finishing the frames under way of ")
            << running.run().facts.name << "\n";
  while (running.next()) {
  }
  await_end(running.run().facts.pid);
}

}  // namespace

void add_events(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("events", "Follow what happens in a graph that runs");
  verb->add_option("run", given->run, "As 'omma ps' lists it; the only one if it is left out")
      ->type_name("RUN");
  verb->add_option("--actor", given->actors, "Events of these actors alone")
      ->type_name("ACTOR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--kind", given->kinds, "Events of these kinds alone")
      ->type_name("KIND")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::IsMember(kind_names()));
  add_choice(*verb, "--format", given->format, "text|json")
      ->description("For people or for programs: JSON, a line each");
  verb->footer(
      "Shows errors, restarts, reloads, drops, losses, what actors print and more, as it "
      "happens.\n\n"
      "Example: drops and losses, as they happen\n"
      "  omma events --kind dropped --kind lost");
  verb->callback([given] { follow(*given); });
}

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
