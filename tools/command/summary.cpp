// SPDX-License-Identifier: Apache-2.0
#include "tools/command/summary.hpp"

#include "tools/command/progress.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {

using Align = Table::Align;

/// A count that should be 0.
Cell unwanted(std::uint64_t count, Paint paint) {
  return {grouped(count), count == 0 ? Paint::plain : paint};
}

std::string actors_table(const Report& report, const Terminal& terminal) {
  Table table({{"actor", Align::left},
               {"kind", Align::left},
               {"processed", Align::right},
               {"busy %", Align::right},
               {"p50 us", Align::right},
               {"p99 us", Align::right},
               {"errors", Align::right},
               {"restarts", Align::right},
               {"replicas", Align::right}});
  for (const ActorReport& actor : report.actors) {
    const double busy = report.seconds > 0 ? actor.busy_us / report.seconds / 1e4 : 0;
    table.add({{actor.name},
               {actor.kind},
               {grouped(actor.processed)},
               {tenths(busy)},
               {tenths(actor.p50_us)},
               {tenths(actor.p99_us)},
               unwanted(actor.errors, Paint::red),
               unwanted(actor.restarts, Paint::yellow),
               {std::to_string(actor.replicas)}});
  }
  return table.text(terminal);
}

std::string edges_table(const Report& report, const Terminal& terminal) {
  Table table({{"edge", Align::left},
               {"when full", Align::left},
               {"offered", Align::right},
               {"delivered", Align::right},
               {"dropped", Align::right},
               {"lost", Align::right},
               {"in flight", Align::right}});
  for (const EdgeReport& edge : report.edges) {
    table.add({{edge.name},
               {edge.rule},
               {grouped(edge.offered)},
               {grouped(edge.delivered)},
               unwanted(edge.dropped, Paint::yellow),
               unwanted(edge.lost, Paint::red),
               unwanted(edge.in_flight, Paint::yellow)});
  }
  return table.empty() ? "" : table.text(terminal) + "\n";
}

std::string sums(const Plan& plan, const Report& report) {
  const std::uint64_t frames = frames_of(plan, report);
  const double rate = report.seconds > 0 ? static_cast<double>(frames) / report.seconds : 0;
  std::string text =
      counted(frames, "frame") + " in " + rounded(report.seconds) + " s, " + rounded(rate) + " fps";
  text += "; " + counted(report.copies.pixels, "pixel") + " copied";
  if (report.copies.bytes > 0) text += " (" + bytes_text(report.copies.bytes) + ")";
  for (const ActorReport& actor : report.actors) {
    if (actor.copied_pixels > 0)
      text += ", " + grouped(actor.copied_pixels) + " of them by '" + actor.name + "'";
  }
  return text + "; " + bytes_text(report.slab_bytes) + " of frame memory\n";
}

std::string ledger(const Report& report, const Terminal& terminal) {
  if (report.balanced) {
    return "ledger closed: on each edge offered = delivered + dropped + lost + in flight\n";
  }
  return terminal.paint("ledger does not close:", Paint::red) +
         " frames of an edge are not accounted for; this is a bug of omma, please report it\n";
}

}  // namespace

std::string summary(const Plan& plan, const Report& report, const Terminal& terminal) {
  return actors_table(report, terminal) + "\n" + edges_table(report, terminal) +
         sums(plan, report) + ledger(report, terminal);
}

}  // namespace omma::command
