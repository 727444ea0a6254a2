// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/dsl/kinds.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::kinds;
using test::planned;

constexpr std::string_view graph = R"(
[graph]
name = "A & B"
[actor.camera]
kind = "fake_camera"
[actor.edges]
kind = "canny"
low = 60
replicas = 2
in = { from = "camera", queue = 8, when_full = "drop_oldest" }
[actor.show]
kind = "window"
title = "<\"quoted\"> & more"
in = "edges"
)";

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(DrawDot, ShowsActorsPortsAndRules) {
  const std::string dot = draw_dot(planned(graph), kinds());
  EXPECT_TRUE(contains(dot, "\"camera\":\"oimage\":e -> \"edges\":\"iimage\":w")) << dot;
  EXPECT_TRUE(contains(dot, ">drop oldest, queue 8<"));
  EXPECT_TRUE(contains(dot, ">Mono8 640 × 480<"));
  EXPECT_TRUE(contains(dot, ">2 replicas<"));
  EXPECT_TRUE(contains(dot, ">low = 60<"));
  EXPECT_TRUE(contains(dot, ">canny<"));
}

TEST(DrawDot, EscapesWhatTheFileSays) {
  const std::string dot = draw_dot(planned(graph), kinds());
  EXPECT_TRUE(contains(dot, ">A &amp; B<"));
  EXPECT_FALSE(contains(dot, "<\\\"quoted"));
  EXPECT_TRUE(contains(dot, "&lt;\\&quot;quoted"));
}

TEST(DrawDot, FramesModules) {
  Plan plan = planned(graph);
  plan.actors[1].name = "outer/inner/edges";
  const std::string dot = draw_dot(plan, kinds());
  EXPECT_TRUE(contains(dot, "subgraph \"cluster_outer\""));
  EXPECT_TRUE(contains(dot, "subgraph \"cluster_outer/inner\""));
  EXPECT_TRUE(contains(dot, "\"outer/inner/edges\":\"oedges\":e"));
}

TEST(DrawDot, StandsKindsThatItDoesNotKnow) {
  Plan plan = planned(graph);
  plan.actors[1].kind = "not_here";
  EXPECT_TRUE(contains(draw_dot(plan, kinds()), ">not_here<"));
}

TEST(DrawMermaid, ShowsActorsPortsAndRules) {
  const std::string chart = draw_mermaid(planned(graph), kinds());
  EXPECT_TRUE(chart.starts_with("flowchart LR\n"));
  EXPECT_TRUE(contains(chart, "a0(\"<b>camera</b><br>fake_camera\"):::camera\n")) << chart;
  EXPECT_TRUE(
      contains(chart, "a0 -.->|\"image<br>drop oldest, queue 8<br>Mono8 640 × 480\"| a1\n"));
  EXPECT_TRUE(contains(chart, "a1 -->|\"edges → image<br>Mono8 640 × 480\"| a2\n"));
  EXPECT_TRUE(contains(chart, "classDef camera fill:"));
}

TEST(DrawSvg, SaysHowToGetDotWhereItIsMissing) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const auto svg = draw_svg(planned(graph), kinds());
  setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(svg);
  EXPECT_EQ(svg.error().code, Code::unavailable);
  EXPECT_TRUE(contains(svg.error().what, "sudo apt install graphviz"));
}

TEST(DrawSvg, IsAPicture) {
  if (std::system("command -v dot > /dev/null") != 0) GTEST_SKIP() << "dot is not installed";
  const auto svg = draw_svg(planned(graph), kinds());
  ASSERT_TRUE(svg) << svg.error().text();
  EXPECT_TRUE(contains(*svg, "<svg"));
  EXPECT_TRUE(contains(*svg, ">edges<"));
}

}  // namespace
}  // namespace omma::dsl
