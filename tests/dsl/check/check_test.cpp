// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/dsl/support.hpp"

/// Graphs that look like ones that are refused (tests/graphs_bad), but are right.
namespace omma::dsl {
namespace {

using test::planned;
using test::said;

TEST(Joins, TakeTwoOutputsOfOneSourceAsTheSameFrame) {
  planned(R"(
[actor.pair]
kind = "stereo"
[actor.paint]
kind = "overlay"
in.image = "pair.left"
in.mask = "pair.right"
[actor.show]
kind = "window"
in = "paint"
)");
}

TEST(Joins, FollowTheFirstInputOfANearestJoin) {
  planned(R"(
[actor.left]
kind = "fake_camera"
[actor.right]
kind = "fake_camera"
[actor.both]
kind = "overlay"
join = { rule = "nearest", within_ms = 5 }
in.image = "left"
in.mask = "right"
[actor.paint]
kind = "overlay"
in.image = "both"
in.mask = "left"
[actor.show]
kind = "window"
in = "paint"
)");
}

TEST(Joins, PairFramesThatWereManyBeforeTheFork) {
  planned(R"(
[actor.camera]
kind = "fake_camera"
[actor.tiles]
kind = "tiles"
in = "camera"
[actor.edges]
kind = "canny"
in = "tiles"
[actor.paint]
kind = "overlay"
in.image = "tiles"
in.mask = "edges"
[actor.show]
kind = "window"
in = "paint"
)");
}

TEST(Joins, LetGoOfFramesOfWhichOneBranchGivesNothing) {
  planned(R"(
[actor.camera]
kind = "fake_camera"
[actor.motion]
kind = "motion"
in.image = "camera"
[actor.paint]
kind = "overlay"
in.image = "camera"
in.mask = "motion"
[actor.show]
kind = "window"
in = "paint"
)");
}

TEST(Joins, MayBeAnyWhereAllInputsAreOptional) {
  planned(R"(
[actor.left]
kind = "fake_camera"
[actor.right]
kind = "fake_camera"
[actor.both]
kind = "merge"
join = "any"
in.a = "left"
in.b = "right"
[actor.show]
kind = "window"
in = "both"
)");
}

TEST(Circles, AreAllowedOverAnEdgeThatNobodyWaitsFor) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
[actor.motion]
kind = "motion"
join = "latest"
in.image = "camera"
in.mask = { from = "clean", when_full = "latest" }
[actor.clean]
kind = "blur"
in = "motion"
)");
  EXPECT_EQ(plan.edges.size(), 3U);
}

/// Two branches of a camera; `detour` and `direct` are put into the inputs of the actors.
std::string two_branches(const std::string& detour, const std::string& direct) {
  return R"(
[actor.camera]
kind = "fake_camera"
[actor.edges]
kind = "canny"
replicas = 3
in = "camera"
[actor.smooth]
kind = "blur"
in = "edges"
[actor.paint]
kind = "overlay"
in.mask = )" +
         detour + "\nin.image = " + direct + R"(
[actor.show]
kind = "window"
in = "paint"
)";
}

TEST(Room, IsEnoughWhenTheShortBranchKeepsWhatReplicasWorkOn) {
  EXPECT_EQ(said(two_branches("'smooth'", "{ from = 'camera', queue = 6 }")), "");
}

TEST(Room, IsCountedOverAllEdgesOfTheShortBranch) {
  const std::string found = said(two_branches("'smooth'", "{ from = 'camera', queue = 5 }"));
  EXPECT_NE(found.find("expected room for 6 frames"), std::string::npos) << found;
  EXPECT_NE(found.find("queue = 6 }"), std::string::npos) << found;
  EXPECT_EQ(
      said(two_branches("'smooth'", "'other'") + "[actor.other]\nkind = 'blur'\nin = 'camera'\n"),
      "");
}

TEST(Room, IsNotAskedOfAnEdgeThatDrops) {
  EXPECT_EQ(said(two_branches("'smooth'", "{ from = 'camera', when_full = 'drop_oldest' }")), "");
}

TEST(Room, IsOnlyAskedBehindTheFork) {
  EXPECT_EQ(said(R"(
[actor.camera]
kind = "fake_camera"
[actor.edges]
kind = "canny"
replicas = 8
in = "camera"
[actor.smooth]
kind = "blur"
in = "edges"
[actor.paint]
kind = "overlay"
in.image = "edges"
in.mask = "smooth"
[actor.show]
kind = "window"
in = "paint"
)"),
            "");
}

TEST(Memory, IsCountedOnlyWhereSizesAreKnown) {
  planned(R"(
[graph]
slab_mb = 1
[actor.clip]
kind = "video"
uri = "a.mp4"
[actor.show]
kind = "window"
in = { from = "clip", queue = 1000 }
)");
}

TEST(Memory, MayBeJustEnough) {
  const std::string graph = R"(
[graph]
slab_mb = 6
[actor.camera]
kind = "fake_camera"
width = 1024
height = 1024
[actor.show]
kind = "window"
in = { from = "camera", queue = )";
  EXPECT_EQ(said(graph + "4 }"), "");
  EXPECT_NE(said(graph + "5 }").find("write slab_mb = 7"), std::string::npos);
}

}  // namespace
}  // namespace omma::dsl
