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

/// What loading asks for, in order. The environment of the host "two" cannot be made.
struct Asked {
  Events events;
  Diagnostics diagnostics;

  explicit Asked(const std::string& text) {
    Settings settings;
    settings.registry = &test::kinds();
    settings.make_environment = [this](const PlannedHost& host) -> Result<std::string> {
      events.push_back("make " + host.name);
      if (host.name == "two") return fail(Code::failed, "no room");
      return "/" + host.name;
    };
    settings.load_python = [this](const PlannedHost& host, const std::string& kind) {
      events.push_back("load " + kind + " by " + host.python);
      return Result<void>();
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

}  // namespace
}  // namespace omma::dsl
