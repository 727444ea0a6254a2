// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::actor;
using test::edge_into;
using test::planned;
using test::said;

constexpr std::string_view with_params = R"(
[params]
low = 60
size = 7
name = "left"
title = "${name} at ${low}"

[actor.camera]
kind = "fake_camera"

[actor.smooth]
kind = "blur"
size = "${size}"
in = "camera"

[actor.edges]
kind = "canny"
low = "${low}"
in = { from = "smooth", queue = "${size}" }

[actor.show]
kind = "window"
title = "${title}, $${low}"
in = "edges"
)";

TEST(Params, KeepTheirTypeWhenTheyAreTheWholeText) {
  const Plan plan = planned(with_params);
  EXPECT_EQ(actor(plan, "edges").params.at("low"), Value(60.0));
  EXPECT_EQ(actor(plan, "smooth").params.at("size"), Value(std::int64_t{7}));
  EXPECT_EQ(edge_into(plan, "edges.image").queue, 7);
}

TEST(Params, ArePutIntoTexts) {
  EXPECT_EQ(actor(planned(with_params), "show").params.at("title"),
            Value(std::string("left at 60, ${low}")));
}

TEST(Set, NeedsNoQuotesAroundATextThatLooksLikeANumber) {
  const Plan plan = planned(with_params, {"name=0", "show.title=007"});
  EXPECT_EQ(actor(plan, "show").params.at("title"), Value(std::string("007")));
  EXPECT_EQ(actor(planned(with_params, {"name=0"}), "show").params.at("title"),
            Value(std::string("0 at 60, ${low}")));
}

TEST(Set, ChangesAParameterOfTheGraph) {
  const Plan plan = planned(with_params, {"low=70", "name=right"});
  EXPECT_EQ(actor(plan, "edges").params.at("low"), Value(70.0));
  EXPECT_EQ(actor(plan, "show").params.at("title"), Value(std::string("right at 70, ${low}")));
}

TEST(Set, ChangesAParameterOfAnActor) {
  const Plan plan = planned(with_params, {"edges.high=99.5", "edges.low=1", "edges.low=2"});
  EXPECT_EQ(actor(plan, "edges").params.at("high"), Value(99.5));
  EXPECT_EQ(actor(plan, "edges").params.at("low"), Value(2.0));
}

TEST(Set, ChangesAKeyOfTheLanguage) {
  EXPECT_EQ(actor(planned(with_params, {"smooth.replicas=2"}), "smooth").replicas, 2);
}

struct WrongSet {
  std::string set;
  std::string said;
};

TEST(Set, SaysWhatIsWrongWithIt) {
  const std::vector<WrongSet> cases{
      {"lwo=1", "--set lwo=1: error: the graph has no parameter 'lwo'; did you mean 'low'?\n"},
      {"edgse.low=1",
       "--set edgse.low=1: error: there is no actor 'edgse'; did you mean 'edges'?\n"},
      {"edges.lwo=1",
       "--set edges.lwo=1: error: the kind 'canny' has no parameter 'lwo'; did you mean 'low'?\n"},
      {"edges.low=fast",
       "--set edges.low=fast: error: the parameter 'low' of 'edges' (canny) has the wrong type; "
       "expected a number from 0 to 255; found the text 'fast'\n"},
      {"low=fast",
       "--set low=fast: error: the parameter 'low' has the wrong type; expected a number like its "
       "default 60; found the text 'fast'\n"},
      {"edges.kind=blur",
       "--set edges.kind=blur: error: 'kind' cannot be set from outside; change it in the file\n"},
      {"low", "--set low: error: this sets nothing; expected param=value or actor.param=value\n"},
      {"=1", "--set =1: error: this sets nothing; expected param=value or actor.param=value\n"},
      {".low=1",
       "--set .low=1: error: this sets nothing; expected param=value or actor.param=value\n"},
  };
  for (const WrongSet& each : cases) EXPECT_EQ(said(with_params, {each.set}), each.said);
}

/// Modules in a folder of their own: outer uses inner twice.
class Modules : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "omma_modules";
    std::filesystem::create_directories(folder_ + "/parts");
    std::filesystem::current_path(folder_);
    write("parts/inner.toml", R"(
[params]
low = 10
[module]
in.image = "edges.image"
out.edges = "edges.edges"
[actor.edges]
kind = "canny"
low = "${low}"
)");
    write("parts/outer.toml", R"(
[params]
level = 20
[module]
in.image = ["a.image", "b.image"]
out.left = "a.edges"
out.right = "b"
[actor.a]
kind = "inner.toml"
low = "${level}"
[actor.b]
kind = "inner.toml"
)");
  }

  static void write(const std::string& path, std::string_view text) { std::ofstream(path) << text; }

  static constexpr std::string_view graph = R"(
[actor.camera]
kind = "fake_camera"
[actor.pair]
kind = "parts/outer.toml"
level = 30
in.image = { from = "camera", queue = 6 }
[actor.show]
kind = "window"
in = "pair.left"
[actor.view]
kind = "window"
in = "pair.right"
)";

  std::string folder_;
};

TEST_F(Modules, BecomeActorsWithNamesOfTheirPath) {
  const Plan plan = planned(graph);
  ASSERT_EQ(plan.actors.size(), 5U);
  EXPECT_EQ(actor(plan, "pair/a/edges").params.at("low"), Value(30.0));
  EXPECT_EQ(actor(plan, "pair/b/edges").params.at("low"), Value(10.0));
}

TEST_F(Modules, AreFedAtEachInputThatTheyName) {
  const Plan plan = planned(graph);
  for (const std::string input : {"pair/a/edges.image", "pair/b/edges.image"}) {
    EXPECT_EQ(plan.actors[edge_into(plan, input).from].name, "camera");
    EXPECT_EQ(edge_into(plan, input).queue, 6);
  }
}

TEST_F(Modules, GiveWhatTheirActorsGive) {
  const Plan plan = planned(graph);
  EXPECT_EQ(plan.actors[edge_into(plan, "show.image").from].name, "pair/a/edges");
  EXPECT_EQ(plan.actors[edge_into(plan, "view.image").from].name, "pair/b/edges");
}

TEST_F(Modules, AreReachedBySet) {
  const Plan plan = planned(graph, {"pair.level=40", "pair/b.low=55", "pair/a/edges.high=60"});
  EXPECT_EQ(actor(plan, "pair/a/edges").params.at("low"), Value(40.0));
  EXPECT_EQ(actor(plan, "pair/b/edges").params.at("low"), Value(55.0));
  EXPECT_EQ(actor(plan, "pair/a/edges").params.at("high"), Value(60.0));
}

TEST_F(Modules, ThatMultiplyAreStopped) {
  std::string last = "x.toml";
  write("x.toml", "[module]\nin = {}\n[actor.c]\nkind = \"fake_camera\"\n");
  for (int level = 0; level < 20; ++level) {
    const std::string name = "m" + std::to_string(level) + ".toml";
    std::string text = "[module]\nin = {}\n";
    for (int i = 0; i < 10; ++i) {
      text += "[actor.a" + std::to_string(i) + "]\nkind = \"" + last + "\"\n";
    }
    write(name, text);
    last = name;
  }
  const std::string found = said("[actor.all]\nkind = \"" + last + "\"\n");
  EXPECT_NE(found.find("the graph is too large"), std::string::npos);
}

TEST_F(Modules, ThatNestTooDeepAreStopped) {
  for (int level = 0; level < 40; ++level) {
    write("d" + std::to_string(level) + ".toml",
          "[module]\nin = {}\n[actor.a]\nkind = \"d" + std::to_string(level + 1) + ".toml\"\n");
  }
  const std::string found = said("[actor.all]\nkind = \"d0.toml\"\n");
  EXPECT_NE(found.find("modules are nested too deep here"), std::string::npos);
}

TEST_F(Modules, ThatFanOutInEachOtherAreStopped) {
  write("f0.toml",
        "[module]\nin.a = [\"x.image\"]\nin.b = [\"x.image\"]\n"
        "[actor.x]\nkind = \"window\"\n");
  for (int level = 1; level < 30; ++level) {
    write("f" + std::to_string(level) + ".toml",
          "[module]\nin.a = [\"s.a\", \"s.b\"]\nin.b = [\"s.a\", \"s.b\"]\n[actor.s]\nkind = \"f" +
              std::to_string(level - 1) + ".toml\"\n");
  }
  const std::string found = said(
      "[actor.camera]\nkind = \"fake_camera\"\n"
      "[actor.all]\nkind = \"f29.toml\"\nin.a = \"camera\"\n");
  EXPECT_NE(found.find("the graph has too many edges"), std::string::npos);
}

TEST(Hosts, TakeNothingFromTheKeysForActorsThatNameNone) {
  const Loaded loaded = test::loaded(R"(
[params]
limit = 500

[host]
memory_mb = "${limit}"
env.LICENCE = "7"

[host.named]
retries = 3

[actor.camera]
kind = "fake_camera"
host = "named"

[actor.show]
kind = "window"
in = "camera"
)");
  ASSERT_TRUE(loaded.plan) << text(loaded.diagnostics);
  const Plan& plan = *loaded.plan;
  ASSERT_TRUE(plan.own_host);
  EXPECT_EQ(plan.own_host->memory_mb, 500);
  EXPECT_EQ(plan.own_host->env.at("LICENCE"), "7");
  ASSERT_EQ(plan.hosts.size(), 1U);
  EXPECT_EQ(plan.hosts[0].name, "named");
  EXPECT_EQ(plan.hosts[0].retries, 3);
  EXPECT_EQ(plan.hosts[0].memory_mb, 0);
  EXPECT_EQ(actor(plan, "show").host, -1);
}

TEST(Hosts, OfProbesHaveTheInterpreterOfActorsThatNameNone) {
  Settings settings;
  settings.probes = {"camera=look.py:look"};
  std::string python;
  settings.load_python = [&](const PlannedHost& host, const std::string&) {
    python = host.python;
    return Result<void>();
  };
  load_text("[host]\npython = '/own/python'\n[actor.camera]\nkind = 'fake_camera'\n", "g.toml",
            settings);
  EXPECT_EQ(python, "/own/python");
}

}  // namespace
}  // namespace omma::dsl
