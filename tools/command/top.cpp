// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <map>
#include <thread>

#include "tools/command/common_options.hpp"
#include "tools/command/running.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

struct Given {
  std::string run;
  bool once = false;
  double every_s = 1;
  std::string format = "text";
};

/// `shown`: something was, so that the run ends is no failure.
json report_or_end(Running& running, bool shown) {
  auto answer = running.ask({{"do", "report"}, {"hops", true}});
  if (answer) return std::move(answer->at("report"));
  if (!shown || answer.error().code != Code::stopped) end_with(answer.error());
  std::cerr << "omma: " << answer.error().text() << "\n";
  throw CLI::RuntimeError(done);
}

/// What changed from one report to the next, by the name of an actor or edge.
class Rates {
 public:
  Rates(const json& before, const json& now)
      : seconds_(now.at("seconds").get<double>() - before.at("seconds").get<double>()) {
    for (const char* table : {"actors", "edges"}) {
      for (const auto& [name, figures] : before.at(table).items()) before_[name] = figures;
    }
  }

  double of(const std::string& name, const json& now, const char* figure) const {
    const auto found = before_.find(name);
    if (found == before_.end() || seconds_ <= 0) return 0;
    return (now.at(figure).get<double>() - found->second.at(figure).get<double>()) / seconds_;
  }

 private:
  const double seconds_;
  std::map<std::string, json> before_;
};

std::string number(const json& from, const char* figure) {
  return grouped(from.at(figure).get<std::uint64_t>());
}

Cell alarming(const json& from, const char* figure, Paint paint) {
  return {number(from, figure), from.at(figure).get<std::uint64_t>() > 0 ? paint : Paint::plain};
}

constexpr auto right = Table::Align::right;

std::string actors_text(const json& report, const Rates& rates) {
  Table table({{"actor"},
               {"fps", right},
               {"busy %", right},
               {"p50 us", right},
               {"p99 us", right},
               {"step s", right},
               {"errors", right},
               {"restarts", right},
               {"kind"}});
  for (const auto& [name, actor] : report.at("actors").items()) {
    const double step = actor.at("step_s");
    table.add({{name},
               {tenths(rates.of(name, actor, "processed"))},
               {tenths(rates.of(name, actor, "busy_us") * 1e-4)},
               {tenths(actor.at("p50_us"))},
               {tenths(actor.at("p99_us"))},
               {step >= 1 ? tenths(step) : "", Paint::yellow},
               alarming(actor, "errors", Paint::red),
               alarming(actor, "restarts", Paint::yellow),
               {actor.at("kind").get<std::string>()}});
  }
  return table.text(Terminal::out());
}

/// What is known of edges alone; an observer, which has a line there too, has none.
std::string hop(const json& edge, const char* figure) {
  return edge.contains(figure) ? tenths(edge.at(figure)) : "";
}

std::string edges_text(const json& report, const Rates& rates) {
  Table table({{"edge"},
               {"fps", right},
               {"waiting", right},
               {"oldest ms", right},
               {"wait p50 us", right},
               {"p99 us", right},
               {"dropped", right},
               {"lost", right},
               {"when full"}});
  for (const auto& [name, edge] : report.at("edges").items()) {
    table.add({{name},
               {tenths(rates.of(name, edge, "delivered"))},
               {number(edge, "in_flight")},
               {hop(edge, "oldest_ms"),
                edge.value("oldest_ms", 0.0) >= 1000 ? Paint::yellow : Paint::plain},
               {hop(edge, "wait_p50_us")},
               {hop(edge, "wait_p99_us")},
               alarming(edge, "dropped", Paint::yellow),
               alarming(edge, "lost", Paint::red),
               {edge.at("rule").get<std::string>()}});
  }
  return table.text(Terminal::out());
}

std::string screen(const Running& running, const json& before, const json& now) {
  const Rates rates(before, now);
  return running.run().facts.name + "  " + duration_text(now.at("seconds")) + "  " +
         bytes_text(now.at("held_bytes")) + " of frames\n\n" + actors_text(now, rates) + "\n" +
         edges_text(now, rates);
}

void show(const Given& given) {
  Running running = running_or_end(given.run);
  json before = report_or_end(running, false);
  const bool redraws = Terminal::out().interactive() && !given.once;
  for (bool shown = false;; shown = true) {
    std::this_thread::sleep_for(std::chrono::duration<double>(given.every_s));
    json now = report_or_end(running, shown);
    if (given.format == "json") {
      print(now.dump(given.once ? 2 : -1) + "\n");
    } else {
      print((redraws ? "\033[H\033[J" : "") + screen(running, before, now) + (redraws ? "" : "\n"));
    }
    std::cout << std::flush;
    if (given.once) return;
    before = std::move(now);
  }
}

}  // namespace

void add_top(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("top", "Watch the actors and edges of a graph that runs");
  verb->add_option("run", given->run, "As 'omma ps' lists it; the only one if it is left out")
      ->type_name("RUN");
  verb->add_flag("--once", given->once, "One look, and no more");
  verb->add_option("--every", given->every_s, "Seconds between two looks")
      ->type_name("S")
      ->check(CLI::Range(0.1, 3600.0).description(""));
  add_format_option(*verb, given->format);
  verb->footer(
      "Rates are those since the look before. Of actors p50 and p99 are how long a step takes,\n"
      "since the start; of edges how long frames wait there, since 'omma top' looks. The oldest\n"
      "is the age of the oldest frame that waits or is in its step. Nothing is measured at edges\n"
      "while nobody looks.\n\n"
      "Example: a look at the only graph that runs\n"
      "  omma top --once");
  verb->callback([given] { show(*given); });
}

}  // namespace omma::command
