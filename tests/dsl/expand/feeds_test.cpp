// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "runtime/scripts/feed.hpp"
#include "tests/dsl/kinds.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::actor;
using test::edge_into;

constexpr std::string_view chain = R"(
[actor.camera]
kind = "fake_camera"
format = "Mono8"

[actor.edges]
kind = "canny"
in = "camera"

[actor.show]
kind = "window"
in = "edges"
)";

Loaded fed(std::string_view toml, const std::vector<std::string>& feeds = {}) {
  Settings settings;
  settings.scripted = true;
  settings.feeds = feeds;
  settings.registry = &test::kinds();
  return load_text(toml, "g.toml", settings);
}

Plan planned(std::string_view toml, const std::vector<std::string>& feeds = {}) {
  Loaded result = fed(toml, feeds);
  EXPECT_EQ(text(result.diagnostics), "");
  return result.plan.value_or(Plan{});
}

std::vector<std::string> names(const Plan& plan) {
  std::vector<std::string> list;
  for (const PlannedActor& each : plan.actors) list.push_back(each.name);
  return list;
}

using Names = std::vector<std::string>;

TEST(Feeds, FeedInputsThatAreOpen) {
  const Plan plan = planned("[actor.edges]\nkind = \"canny\"\n");
  EXPECT_EQ(names(plan), (Names{"edges", "script-to-edges-image"}));
  EXPECT_EQ(actor(plan, "script-to-edges-image").kind, hosts::script_kind);
  EXPECT_EQ(edge_into(plan, "edges.image").from, 1U);
}

TEST(Feeds, LeaveOpenInputsAnErrorWithoutAScript) {
  EXPECT_NE(test::said("[actor.edges]\nkind = \"canny\"\n"), "");
}

TEST(Feeds, ReplaceWhatAnInputIsConnectedTo) {
  for (const char* input : {"edges.image", "edges"}) {
    const Plan plan = planned(chain, {input});
    EXPECT_EQ(names(plan), (Names{"edges", "show", "script-to-edges-image"}));
    EXPECT_EQ(plan.edges.size(), 2U);
  }
}

TEST(Feeds, ReplaceASource) {
  for (const char* source : {"camera", "camera.image"}) {
    const Plan plan = planned(chain, {source});
    EXPECT_EQ(names(plan), (Names{"camera", "edges", "show"}));
    EXPECT_EQ(actor(plan, "camera").kind, hosts::script_kind);
    EXPECT_EQ(edge_into(plan, "edges.image").from_port, "frame");
  }
}

TEST(Feeds, LeaveOutAllThatThenFeedsNobody) {
  EXPECT_EQ(names(planned(chain, {"show"})), (Names{"show", "script-to-show-image"}));
}

TEST(Feeds, KeepWhatStillFeedsAnother) {
  const Plan plan = planned(
      std::string(chain) + "[actor.other]\nkind = \"window\"\nin = \"camera\"\n", {"edges"});
  EXPECT_EQ(names(plan), (Names{"camera", "edges", "show", "other", "script-to-edges-image"}));
}

TEST(Feeds, FeedAnInputOnceHoweverOftenItIsNamed) {
  const Plan plan = planned(chain, {"edges.image", "edges", "edges.image"});
  EXPECT_EQ(plan.actors.size(), 3U);
  EXPECT_EQ(plan.edges.size(), 2U);
}

TEST(Feeds, FeedNothingThatIsLeftOut) {
  const std::string open =
      "[actor.edges]\nkind = \"canny\"\n[actor.show]\nkind = \"window\"\nin = \"edges\"\n";
  EXPECT_EQ(names(planned(open, {"show"})), (Names{"show", "script-to-show-image"}));
  EXPECT_EQ(names(planned(chain, {"edges", "show"})), (Names{"show", "script-to-show-image"}));
}

TEST(Feeds, FeedSeveralInputs) {
  const Plan plan = planned("[actor.paint]\nkind = \"overlay\"\njoin = \"latest\"\n");
  EXPECT_EQ(names(plan), (Names{"paint", "script-to-paint-image", "script-to-paint-mask"}));
}

TEST(Feeds, TellWhatIsWrongWithAName) {
  struct Case {
    const char* feed;
    const char* said;
  };
  for (const Case& each :
       {Case{"edgse.image", "there is no actor 'edgse'; did you mean 'edges'?"},
        Case{"edges.imag", "'edges' has no input 'imag'; did you mean 'image'?"},
        Case{"camera.imag", "'camera' has no output 'imag'; did you mean 'image'?"},
        Case{"", "there is no actor ''"}}) {
    const std::string said = text(fed(chain, {each.feed}).diagnostics);
    EXPECT_NE(said.find(each.said), std::string::npos) << said;
  }
  const std::string said = text(fed("[actor.paint]\nkind = \"overlay\"\n", {"paint"}).diagnostics);
  EXPECT_NE(said.find("'paint' has 2 inputs; name one: paint.image or paint.mask"),
            std::string::npos)
      << said;
}

TEST(Feeds, LeaveKindsThatAreNotKnownToOthers) {
  const std::string said = text(fed("[actor.x]\nkind = \"nothing\"\n", {"x"}).diagnostics);
  EXPECT_NE(said.find("'nothing'"), std::string::npos) << said;
}

}  // namespace
}  // namespace omma::dsl
