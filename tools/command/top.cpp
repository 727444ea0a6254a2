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

/// An earlier version of omma may not tell it.
double figure_of(const json& from, const char* figure) { return from.value(figure, 0.0); }

/// What changed from one report to the next, by the name of an actor or edge.
class Rates {
 public:
  Rates(const json& before, const json& now)
      : seconds_(figure_of(now, "seconds") - figure_of(before, "seconds")) {
    for (const char* table : {"actors", "edges"}) {
      for (const auto& [name, figures] : before.at(table).items()) before_[name] = figures;
    }
  }

  double of(const std::string& name, const json& now, const char* figure) const {
    const auto found = before_.find(name);
    if (found == before_.end() || seconds_ <= 0) return 0;
    return (figure_of(now, figure) - figure_of(found->second, figure)) / seconds_;
  }

 private:
  const double seconds_;
  std::map<std::string, json> before_;
};

/// Empty where it is not told.
std::string number(const json& from, const char* figure) {
  return from.contains(figure) ? grouped(from.at(figure).get<std::uint64_t>()) : "";
}

/// The same with a digit after the point. Of an observer, which has a line among the edges, not all
/// is known that is known of edges.
std::string measured(const json& from, const char* figure) {
  return from.contains(figure) ? tenths(from.at(figure)) : "";
}

Cell alarming(const json& from, const char* figure, Paint paint) {
  return {number(from, figure), figure_of(from, figure) > 0 ? paint : Paint::plain};
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
    const double step = figure_of(actor, "step_s");
    table.add({{name},
               {tenths(rates.of(name, actor, "processed"))},
               {tenths(rates.of(name, actor, "busy_us") * 1e-4)},
               {measured(actor, "p50_us")},
               {measured(actor, "p99_us")},
               {step >= 1 ? tenths(step) : "", Paint::yellow},
               alarming(actor, "errors", Paint::red),
               alarming(actor, "restarts", Paint::yellow),
               {actor.value("kind", "")}});
  }
  return table.text(Terminal::out());
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
               {measured(edge, "oldest_ms"),
                figure_of(edge, "oldest_ms") >= 1000 ? Paint::yellow : Paint::plain},
               {measured(edge, "wait_p50_us")},
               {measured(edge, "wait_p99_us")},
               alarming(edge, "dropped", Paint::yellow),
               alarming(edge, "lost", Paint::red),
               {edge.value("rule", "")}});
  }
  return table.text(Terminal::out());
}

std::string screen(const Running& running, const json& before, const json& now) {
  const Rates rates(before, now);
  std::string head = running.run().facts.name + "  " + duration_text(figure_of(now, "seconds"));
  if (now.contains("held_bytes")) head += "  " + bytes_text(now.at("held_bytes")) + " of frames";
  return head + "\n\n" + actors_text(now, rates) + "\n" + edges_text(now, rates);
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
