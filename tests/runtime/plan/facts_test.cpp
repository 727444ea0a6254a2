// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using testing::PlanBuilder;
using Gaps = std::vector<bool>;
using Depth = std::vector<std::uint32_t>;

/// camera feeds left and right, and both of them feed join, which feeds sink.
PlanBuilder diamond(JoinRule rule = JoinRule::same_frame) {
  PlanBuilder plan;
  plan.actor("camera", "c").actor("left", "p").actor("right", "p").actor("join", "j").join({rule});
  plan.actor("sink", "s");
  plan.edge("camera.frame", "left.frame")
      .edge("camera.frame", "right.frame")
      .edge("left.frame", "join.left")
      .edge("right.frame", "join.right")
      .edge("join.frame", "sink.frame");
  return plan;
}

TEST(Facts, OfNothingAreNone) { EXPECT_EQ(facts_of(Plan{}), Facts{}); }

TEST(Facts, TellGapsOnAllWaysToAJoinThatPairsFramesAndNotBehindIt) {
  EXPECT_EQ(facts_of(diamond().plan).gaps, Gaps({true, true, true, true, false}));
}

TEST(Facts, TellGapsToNoOtherJoin) {
  for (const JoinRule rule : {JoinRule::nearest, JoinRule::latest, JoinRule::any})
    EXPECT_EQ(facts_of(diamond(rule).plan).gaps, Gaps(5, false)) << name(rule);
}

TEST(Facts, TellNoGapsToAnActorWithOneInputInUse) {
  PlanBuilder plan;
  plan.actor("camera", "c").actor("join", "j").edge("camera.frame", "join.left");
  EXPECT_EQ(facts_of(plan.plan).gaps, Gaps({false}));
}

TEST(Facts, TellGapsThroughAJoinThatDoesNotNeedThem) {
  PlanBuilder plan = diamond(JoinRule::latest);
  plan.actor("pair", "j").edge("join.frame", "pair.left").edge("camera.frame", "pair.right");
  EXPECT_EQ(facts_of(plan.plan).gaps, Gaps({true, true, true, true, false, true, true}));
}

TEST(Facts, TellGapsToAnActorThatHasToTellThemOutside) {
  PlanBuilder plan;
  plan.actor("camera", "c").actor("pass", "p").actor("sink", "s");
  plan.edge("camera.frame", "pass.frame").edge("pass.frame", "sink.frame");
  plan.plan.actors[1].gap_outputs = {"frame"};
  EXPECT_EQ(facts_of(plan.plan).gaps, Gaps({true, false}));
}

TEST(Facts, CountTheLongestWayFromASource) {
  PlanBuilder plan = diamond();
  plan.actor("slow", "p").edge("right.frame", "slow.frame").edge("slow.frame", "join.third");
  EXPECT_EQ(facts_of(plan.plan).depth, Depth({0, 1, 1, 3, 4, 2}));
}

TEST(Facts, DoNotDependOnTheOrderOfTheEdges) {
  PlanBuilder plan = diamond();
  const Facts facts = facts_of(plan.plan);
  std::ranges::reverse(plan.plan.edges);
  Facts reversed = facts_of(plan.plan);
  std::reverse(reversed.gaps.begin(), reversed.gaps.end());
  EXPECT_EQ(reversed, facts);
}

/// The actors of the cycle are deeper than what comes before it, and what comes behind is deeper
/// than one of them, as far as that can be.
TEST(Facts, OfACycleComeToAnEnd) {
  PlanBuilder plan;
  plan.actor("camera", "c").actor("a", "j").join({JoinRule::latest}).actor("b", "p");
  plan.actor("alone", "p");
  plan.edge("camera.frame", "a.left")
      .edge("a.frame", "b.frame")
      .edge("b.frame", "a.right", WhenFull::latest)
      .edge("alone.frame", "alone.frame", WhenFull::latest);
  const Facts facts = facts_of(plan.plan);
  EXPECT_EQ(facts.gaps, Gaps(4, false));
  EXPECT_EQ(facts.depth[0], 0U);
  for (const std::size_t actor : {1U, 2U, 3U}) {
    EXPECT_GT(facts.depth[actor], 0U) << actor;
    EXPECT_LE(facts.depth[actor], 4U) << actor;
  }
}

TEST(Facts, TellGapsAroundACycleThatFeedsAJoin) {
  PlanBuilder plan;
  plan.actor("camera", "c").actor("a", "j").join({JoinRule::latest}).actor("b", "p");
  plan.actor("pair", "j");
  plan.edge("camera.frame", "a.left")
      .edge("a.frame", "b.frame")
      .edge("b.frame", "a.right", WhenFull::latest)
      .edge("b.frame", "pair.left")
      .edge("camera.frame", "pair.right");
  EXPECT_EQ(facts_of(plan.plan).gaps, Gaps(5, true));
}

}  // namespace
}  // namespace omma
