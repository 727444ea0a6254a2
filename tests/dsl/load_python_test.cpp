// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "dsl/graph.hpp"
#include "tests/dsl/kinds.hpp"

namespace omma::dsl {
namespace {

using Events = std::vector<std::string>;

constexpr std::string_view graph = R"(
[host.one]
requirements = ["numpy"]

[host.two]
requirements = []

[host.plain]
python = "/p"

[host.idle]
requirements = ["numpy"]

[actor.first]
kind = "a.py:first"
host = "one"

[actor.second]
kind = "a.py:second"
host = "one"

[actor.third]
kind = "a.py:third"
host = "two"

[actor.fourth]
kind = "a.py:fourth"
host = "plain"
)";

Result<void> known(const std::string& kind) {
  if (test::kinds().find(kind) != nullptr) return {};
  Contract contract;
  contract.kind = kind;
  return Registry::global().add({contract, nullptr, Script{"a.py", "a"}});
}

/// What loading asks for, in order. The environment of the host "two", and one with the package
/// "none", cannot be made, and kinds in "broken.py" cannot be loaded.
struct Asked {
  Events events;
  Diagnostics diagnostics;

  explicit Asked(const std::string& text) {
    Settings settings;
    settings.registry = &test::kinds();
    settings.make_environment = [this](const PlannedHost& host) -> Result<std::string> {
      events.push_back("make " + host.name);
      const bool unwanted = host.requirements->packages == std::vector<std::string>{"none"};
      if (host.name == "two" || unwanted) return fail(Code::failed, "no room");
      return "/" + host.name;
    };
    settings.load_python = [this](const PlannedHost& host, const std::string& kind) {
      events.push_back("load " + kind + " by " + host.python);
      return kind.starts_with("broken.py") ? fail(Code::failed, "no module named x") : known(kind);
    };
    diagnostics = load_text(text, "g.toml", settings).diagnostics;
  }
};

TEST(LoadPython, MakesTheEnvironmentOfEachHostOnceAndLoadsItsKindsThere) {
  EXPECT_EQ(Asked(std::string(graph)).events,
            (Events{"make one", "load a.py:first by /one", "load a.py:second by /one", "make two",
                    "load a.py:fourth by /p"}));
}

TEST(LoadPython, SaysWhereAnEnvironmentIsAskedForThatCanNotBeMade) {
  EXPECT_EQ(text(Asked(std::string(graph)).diagnostics),
            "g.toml:6:16: error: the environment of the host 'two' cannot be made: no room\n");
}

TEST(LoadPython, MakesNoEnvironmentForAGraphThatIsWrong) {
  const Asked asked("[host.wrong]\nretries = 'many'\n" + std::string(graph));
  EXPECT_EQ(asked.events, Events{"load a.py:fourth by /p"});
}

TEST(LoadPython, TakesTheInterpreterThatStandsInHostForActorsThatNameNone) {
  const Asked asked(
      "[host]\npython = '/own'\nrequirements = []\n[host.plain]\npython = '/p'\n"
      "[actor.a]\nkind = 'a.py:a'\n[actor.b]\nkind = 'a.py:b'\n"
      "[actor.c]\nkind = 'a.py:c'\nhost = 'plain'\n");
  EXPECT_EQ(asked.events,
            (Events{"make ", "load a.py:a by /", "load a.py:b by /", "load a.py:c by /p"}));
}

TEST(LoadPython, SaysWhereAnEnvironmentOfActorsThatNameNoHostIsAskedFor) {
  EXPECT_EQ(
      text(Asked("[host]\nrequirements = ['none']\n[actor.a]\nkind = 'a.py:a'\n").diagnostics),
      "g.toml:2:16: error: the environment of [host] cannot be made: no room\n");
}

constexpr std::string_view broken = R"([actor.camera]
kind = "fake_camera"
widht = 5

[actor.edges]
kind = "broken.py:edges"
in = { from = "camera", queue = 0 }
replicas = 0
host = "nowhere"
low = 50

[actor.same]
kind = "broken.py:same"
in = "camera.colour"

[actor.show]
kind = "windw"
in = "edges"

[actor.both]
kind = "overlay"
in.image = "edges.anything"
in.msk = "same"
)";

TEST(LoadPython, ReportsTheOtherMistakesOfAGraphWithKindsThatDoNotLoad) {
  EXPECT_EQ(
      text(Asked(std::string(broken)).diagnostics),
      "g.toml:3:1: error: the kind 'fake_camera' has no parameter 'widht'; did you mean 'width'?\n"
      "g.toml:6:8: error: the kind 'broken.py:edges' cannot be loaded: no module named x\n"
      "g.toml:7:33: error: 'queue' has an invalid value; expected an integer from 1 to 10000; "
      "found 0\n"
      "g.toml:8:12: error: 'replicas' has an invalid value; expected an integer from 1 to 256; "
      "found 0\n"
      "g.toml:9:8: error: no host 'nowhere' is declared; write '[host.nowhere]', and its keys "
      "below if it needs any\n"
      "g.toml:14:6: error: 'camera' (fake_camera) has no output 'colour'; there is only image\n"
      "g.toml:17:8: error: there is no kind of actor 'windw'; did you mean 'window'?\n"
      "g.toml:20:8: warning: no output of 'both' is used; connect 'image' or remove the actor\n"
      "g.toml:23:4: error: 'both' (overlay) has no input 'msk'; did you mean 'mask'?\n");
}

TEST(LoadPython, DoesNotMissKindsThatAnEnvironmentWouldHaveThatIsNotMade) {
  const Asked asked(
      "[host.two]\nrequirements = []\n"
      "[actor.a]\nkind = 'lost.py:lost'\nhost = 'two'\n"
      "[actor.b]\nkind = 'windw'\nin = 'a'\n");
  EXPECT_EQ(text(asked.diagnostics),
            "g.toml:2:16: error: the environment of the host 'two' cannot be made: no room\n"
            "g.toml:7:8: error: there is no kind of actor 'windw'; did you mean 'window'?\n");
}

}  // namespace
}  // namespace omma::dsl
