// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/dsl/kinds.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::actor;
using test::edge_into;
using test::planned;
using test::said;

constexpr std::string_view everything = R"(
[graph]
name = "edges"
doc = "Finds edges."
plugins = ["more/x.so", "/opt/y.so"]
slab_mb = 64
reload = false

[actor.camera]
kind = "fake_camera"
format = "Mono8"
rate = 30

[actor.edges]
kind = "canny"
replicas = 2
on_error = "restart"
restart = { max = 3, within_s = 10, backoff_ms = 50 }
in.image = { from = "camera.image", queue = 8, when_full = "drop_newest" }

[actor.paint]
kind = "overlay"
join = { rule = "nearest", within_ms = 10, timeout_ms = 500 }
in.image = "camera"
in.mask = "edges"

[actor.show]
kind = "window"
in = { from = "paint", when_full = "latest" }
)";

TEST(Load, PlansWhatTheFileSaysOfTheGraph) {
  const Plan plan = planned(everything);
  EXPECT_EQ(plan.name, "edges");
  EXPECT_EQ(plan.doc, "Finds edges.");
  EXPECT_EQ(plan.slab_bytes, 64U << 20U);
  EXPECT_FALSE(plan.reload);
  EXPECT_EQ(plan.plugins, (std::vector<std::string>{"more/x.so", "/opt/y.so"}));
  EXPECT_EQ(plan.actors.size(), 4U);
  EXPECT_EQ(plan.edges.size(), 4U);
}

TEST(Load, PlansWhatTheFileSaysOfAnActor) {
  const Plan plan = planned(everything);
  const PlannedActor& edges = actor(plan, "edges");
  EXPECT_EQ(edges.kind, "canny");
  EXPECT_EQ(edges.replicas, 2);
  EXPECT_EQ(edges.on_error, OnError::restart);
  EXPECT_EQ(edges.restart.max, 3);
  EXPECT_EQ(edges.restart.within_s, 10);
  EXPECT_EQ(edges.restart.backoff_ms, 50);
  EXPECT_EQ(edges.place.text(), "g.toml:14:8");
  const PlannedActor& paint = actor(plan, "paint");
  EXPECT_EQ(paint.join.rule, JoinRule::nearest);
  EXPECT_EQ(paint.join.within_ms, 10);
  EXPECT_EQ(paint.join.timeout_ms, 500);
}

TEST(Load, PlansWhatTheFileSaysOfAnEdge) {
  const Plan plan = planned(everything);
  const PlannedEdge& edge = edge_into(plan, "edges.image");
  EXPECT_EQ(edge.queue, 8);
  EXPECT_EQ(edge.when_full, WhenFull::drop_newest);
  EXPECT_EQ(edge.from_port, "image");
  EXPECT_EQ(edge.place.text(), "g.toml:19:21");
  EXPECT_EQ(edge_into(plan, "show.image").when_full, WhenFull::latest);
  EXPECT_EQ(edge_into(plan, "show.image").queue, 1);
}

TEST(Load, PlansOnlyParametersThatDifferFromTheDefault) {
  const Plan plan = planned(everything);
  EXPECT_EQ(actor(plan, "camera").params, (std::map<std::string, Value>{{"rate", 30.0}}));
}

TEST(Load, NamesAGraphAfterItsFile) {
  EXPECT_EQ(planned("[actor.c]\nkind = 'fake_camera'\n[actor.w]\nkind = 'window'\nin = 'c'\n").name,
            "g");
}

TEST(Load, LoadsPlugInsBeforeItLooksUpKinds) {
  test::kinds();
  Settings settings;
  std::vector<std::string> asked;
  settings.load_plugin = [&](const std::string& path) -> Result<void> {
    asked.push_back(path);
    Kind kind;
    kind.contract.kind = "from_plug_in";
    kind.contract.inputs.push_back({});
    kind.contract.inputs[0].name = "image";
    return Registry::global().add(std::move(kind));
  };
  const Loaded loaded = load_text(
      "[graph]\nplugins = ['lib/x.so']\n[actor.c]\nkind = 'fake_camera'\n"
      "[actor.p]\nkind = 'from_plug_in'\nin = 'c'\n",
      "graphs/g.toml", settings);
  EXPECT_EQ(text(loaded.diagnostics), "");
  EXPECT_EQ(asked, std::vector<std::string>{"graphs/lib/x.so"});
}

TEST(Load, SaysWhyAPlugInCanNotBeLoaded) {
  Settings settings;
  settings.registry = &test::kinds();
  settings.load_plugin = [](const std::string& path) -> Result<void> {
    return fail(Code::not_found, "there is no such file", path);
  };
  const Loaded loaded = load_text(
      "[graph]\nplugins = ['x.so']\n[actor.c]\nkind = 'fake_camera'\n"
      "[actor.w]\nkind = 'kind_of_the_plug_in'\nin = 'c'\n",
      "g.toml", settings);
  EXPECT_EQ(text(loaded.diagnostics),
            "g.toml:2:12: error: the plug-in 'x.so' cannot be loaded: there is no such file\n");
}

TEST(Load, SaysThatThereIsNoFile) {
  EXPECT_EQ(text(load("/nowhere/g.toml").diagnostics),
            "/nowhere/g.toml: error: there is no such file\n");
  EXPECT_EQ(text(load("/dev/zero").diagnostics), "/dev/zero: error: this is not a file\n");
}

TEST(Load, KeepsABoundedNumberOfMessages) {
  std::string graph;
  for (int i = 0; i < 5000; ++i) {
    graph += "[actor.a" + std::to_string(i) + "]\nkind = 'nothing'\n";
  }
  EXPECT_EQ(test::loaded(graph).diagnostics.size(), 200U);
}

TEST(Load, StandsAnything) {
  const std::string name(1'000'000, 'a');
  EXPECT_NE(said("[actor." + name + "]\nkind = 'window'\n"), "");
  EXPECT_NE(said("[actor.a]\nkind = '" + name + "'\n"), "");
  EXPECT_NE(said("[actor.a]\nkind = '" + name + ".toml'\n"), "");
  EXPECT_NE(said("[actor.a]\nkind = 'window'\nin = '" + name + "." + name + "'\n"), "");
  EXPECT_NE(said("[actor.a]\nkind = \"a\\u0000.toml\"\n"), "");
  EXPECT_NE(said(std::string(1000, '\0')), "");
}

}  // namespace
}  // namespace omma::dsl
