// SPDX-License-Identifier: Apache-2.0
#include "tools/command/progress.hpp"

#include <algorithm>
#include <limits>

#include "runtime/contract/registry.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {

constexpr double window_s = 3;
constexpr double slow_step_s = 2;
constexpr std::size_t narrowest_bar = 8;
constexpr std::size_t widest_bar = 30;

bool source(const PlannedActor& actor) {
  const Kind* kind = Registry::global().find(actor.kind);
  return kind != nullptr && kind->contract.source();
}

/// "[####....] "; empty when it would be too narrow to tell anything.
std::string bar(double share, std::size_t room) {
  if (room < narrowest_bar + 3) return "";
  const std::size_t width = std::min(room - 3, widest_bar);
  const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
  return "[" + std::string(full, '#') + std::string(width - full, '.') + "] ";
}

/// "  7 %"
std::string percent(double share) {
  const std::string text = std::to_string(static_cast<int>(share * 100));
  return std::string(3 - text.size(), ' ') + text + " %";
}

/// The actor that has been longest in its step, if that is worth a word.
std::string slow_step_in(const Report& report) {
  const auto slowest = std::ranges::max_element(report.actors, {}, &ActorReport::step_s);
  if (slowest == report.actors.end() || slowest->step_s < slow_step_s) return "";
  return "  " + slowest->name + " in one step for " + duration_text(slowest->step_s);
}

}  // namespace

std::uint64_t frames_of(const Plan& plan, const Report& report) {
  auto least = std::numeric_limits<std::uint64_t>::max();
  for (std::size_t i = 0; i < plan.actors.size() && i < report.actors.size(); ++i) {
    if (source(plan.actors[i])) least = std::min(least, report.actors[i].processed);
  }
  return least == std::numeric_limits<std::uint64_t>::max() ? 0 : least;
}

std::uint64_t dropped_in(const Report& report) {
  std::uint64_t sum = 0;
  for (const EdgeReport& edge : report.edges) sum += edge.dropped;
  return sum;
}

std::uint64_t lost_in(const Report& report) {
  std::uint64_t sum = 0;
  for (const EdgeReport& edge : report.edges) sum += edge.lost;
  return sum;
}

/// Of the last seconds, so that it tells how things are, not how they were.
double Progress::rate(Moment now) {
  recent_.push_back(now);
  while (recent_.size() > 2 && recent_[1].seconds < now.seconds - window_s) recent_.pop_front();
  const double passed = now.seconds - recent_.front().seconds;
  if (passed < 0.2) return now.seconds > 0 ? static_cast<double>(now.frames) / now.seconds : 0;
  return static_cast<double>(now.frames - recent_.front().frames) / passed;
}

/// Done so far, 0 to 1; negative when the length is not known.
double Progress::share(Moment now) const {
  double share = -1;
  if (length_.frames > 0)
    share = static_cast<double>(now.frames) / static_cast<double>(length_.frames);
  if (length_.seconds > 0) share = std::max(share, now.seconds / length_.seconds);
  return std::min(share, 1.0);
}

std::string Progress::line(const Report& report, std::size_t room) {
  const Moment now{report.seconds, frames_of(plan_, report)};
  const double done = share(now);
  std::string text = length_.frames > 0
                         ? grouped(now.frames) + " of " + counted(length_.frames, "frame")
                         : counted(now.frames, "frame");
  text += "  " + tenths(rate(now)) + " fps  " + grouped(dropped_in(report)) + " dropped";
  if (const auto lost = lost_in(report); lost > 0) text += "  " + grouped(lost) + " lost";
  text += slow_step_in(report);
  if (done <= 0) return text + "  " + duration_text(now.seconds);
  text =
      percent(done) + "  " + text + "  " + duration_text(now.seconds * (1 - done) / done) + " left";
  return bar(done, room - std::min(room, text.size())) + text;
}

}  // namespace omma::command
