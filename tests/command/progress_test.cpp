// SPDX-License-Identifier: Apache-2.0
#include "tools/command/progress.hpp"

#include <gtest/gtest.h>

#include "runtime/actor.hpp"

namespace omma::command {
namespace {

struct Source {
  std::optional<cv::Mat> process() { return std::nullopt; }
};
struct Sink {
  void process(const Frame&) const {}
};
struct Pass {
  Frame process(const Frame& frame) const { return frame; }
};
const Registered source = Declare<Source>("progress_source", "Ends.", outputs("image"));
const Registered sink = Declare<Sink>("progress_sink", "Takes.", inputs("frames"));
const Registered pass =
    Declare<Pass>("progress_pass", "Passes.", inputs("frames"), outputs("same"));

PlannedActor actor(const std::string& name, const std::string& kind) {
  PlannedActor planned;
  planned.name = name;
  planned.kind = kind;
  return planned;
}

PlannedEdge edge(std::size_t from, std::size_t to) {
  PlannedEdge planned;
  planned.from = from;
  planned.to = to;
  return planned;
}

/// slow -> middle -> end, and a second source that does nothing else.
Plan plan() {
  Plan plan;
  plan.actors = {actor("slow", "progress_source"), actor("middle", "progress_pass"),
                 actor("end", "progress_sink"), actor("fast", "progress_source")};
  plan.edges = {edge(0, 1), edge(1, 2)};
  return plan;
}

Report report(double seconds, std::uint64_t frames) {
  Report report;
  report.seconds = seconds;
  report.actors.resize(4);
  report.actors[0].processed = frames;
  report.actors[3].processed = 10 * frames;
  report.edges.resize(2);
  return report;
}

TEST(Progress, TellsTheFramesOfTheSlowestSource) {
  const Plan graph = plan();
  Progress progress(graph, {});
  EXPECT_EQ(progress.line(report(2, 100), 0), "100 frames  50.0 fps  0 dropped  2.0 s");
}

TEST(Progress, TellsHowMuchIsLeftWhenTheLengthIsKnown) {
  const Plan graph = plan();
  Progress progress(graph, {.frames = 400});
  const std::string line = progress.line(report(2, 100), 0);
  EXPECT_EQ(line, " 25 %  100 of 400 frames  50.0 fps  0 dropped  6.0 s left");
  EXPECT_EQ(progress.line(report(2, 100), line.size() + 11), "[##......] " + line);
}

TEST(Progress, TellsTheRateOfTheLastSeconds) {
  const Plan graph = plan();
  Progress progress(graph, {});
  for (int second = 1; second <= 10; ++second) progress.line(report(second, 1000), 0);
  EXPECT_EQ(progress.line(report(11, 1000), 0), "1,000 frames  0.0 fps  0 dropped  11 s");
}

TEST(Progress, ShowsDropsAndLosses) {
  const Plan graph = plan();
  Report now = report(1, 10);
  now.edges[0].dropped = 3;
  now.edges[1].lost = 2;
  EXPECT_EQ(Progress(graph, {}).line(now, 0), "10 frames  10.0 fps  3 dropped  2 lost  1.0 s");
}

}  // namespace
}  // namespace omma::command
