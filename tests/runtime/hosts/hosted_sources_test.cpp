// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "runtime/contract/registry.hpp"
#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using testing::actor;
using testing::edge;
using testing::HostTest;
using testing::PlanBuilder;
using testing::python;
using Numbers = std::vector<std::uint64_t>;

PlanBuilder source(const std::string& kind) {
  PlanBuilder builder;
  builder.actor("camera", python(kind, "sources"));
  return builder;
}

TEST_F(HostTest, HasGapsOfASourceReachASameFrameJoin) {
  PlanBuilder builder = source("device");
  builder.actor("sieve", "test_sieve").actor("join", "test_both").actor("last", "test_collect");
  builder.edge("camera.image", "sieve.frame").edge("camera.image", "join.left");
  builder.edge("sieve.frame", "join.right").edge("join.frame", "last.frame");
  const Report report = run(builder, "", 0);
  EXPECT_EQ(actor(report, "camera").processed, 6U) << said();
  EXPECT_EQ(actor(report, "camera").missed, 2U);
  EXPECT_EQ(testing::collected(), (Numbers{0, 4, 6}));
  EXPECT_EQ(edge(report, "camera.image -> join.left").dropped, 3U);
  EXPECT_TRUE(report.balanced);
}

TEST_F(HostTest, CarriesSeveralSourcesThatCome) {
  const Report report = run(source("hub"), "camera.frame", 0);
  EXPECT_FALSE(report.failure);
  ASSERT_EQ(arrived.size(), 20U) << said();
  EXPECT_EQ(arrived[10].identity().source, "left");
  EXPECT_EQ(arrived[11].identity().source, "right");
  EXPECT_EQ(arrived[11].sequence(), 111U);
  EXPECT_EQ(actor(report, "camera").missed, 8U);  // each other one of both, from 10 on
  EXPECT_TRUE(
      Registry::global().find(python("hub", "sources"))->contract.output("frame")->many_sources);
}

TEST_F(HostTest, NumbersWhatHasNoPicture) {
  run(source("noting"), "camera.dict", 0);
  EXPECT_EQ(came(), (Numbers{3, 5})) << said();
  EXPECT_EQ(arrived.at(1).number("number"), 5);
}

TEST_F(HostTest, RefusesNumbersThatGoBack) {
  PlanBuilder builder = source("confused");
  builder.on_error(OnError::skip);
  run(builder, "camera.image", 0);
  EXPECT_NE(said().find("it gave frame 1 of 'camera' after frame 2"), std::string::npos) << said();
  EXPECT_EQ(came(), (Numbers{0, 1, 2, 3}));
}

TEST_F(HostTest, LetsOnlySourcesNumberFrames) {
  PlanBuilder builder;
  builder.actor("source", "test_numbered").actor("tool", python("renumber", "sources"));
  builder.on_error(OnError::skip).edge("source.image", "tool.frame");
  run(builder, "tool.frame", 2);
  EXPECT_NE(said().find("only a source numbers its frames"), std::string::npos) << said();
  EXPECT_TRUE(arrived.empty());
}

// ---- sources whose process dies

class DyingSource : public HostTest {
 protected:
  /// Its process dies at the sixth of ten pictures, once.
  PlanBuilder dies_once(const std::string& kind) {
    std::filesystem::remove(marker_);
    PlanBuilder builder = source(kind);
    return builder.param("marker", marker_.string());
  }
  ~DyingSource() override { std::filesystem::remove(marker_); }

  std::vector<int> levels() const {
    std::vector<int> list;
    for (const Frame& frame : arrived) list.push_back(testing::pixel(frame));
    return list;
  }

  const std::filesystem::path marker_ =
      std::filesystem::path(::testing::TempDir()) / ("omma-source-" + std::to_string(getpid()));
};

TEST_F(DyingSource, GoesOnWhereItWasIfItCan) {
  const Report report = run(dies_once("Resuming"), "camera.image", 0);
  EXPECT_FALSE(report.failure) << report.failure->text();
  EXPECT_EQ(came(), testing::sequences(0, 10)) << said();
  EXPECT_EQ(levels(), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(actor(report, "camera").restarts, 1U);
}

TEST_F(DyingSource, FailsTheRunIfItCanNot) {
  const Report report = run(dies_once("recording"), "camera.image", 0);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("it can not go on where it was"), std::string::npos);
  EXPECT_EQ(levels(), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(DyingSource, EndsWithoutAFailureWhereErrorsAreSkipped) {
  PlanBuilder builder = dies_once("recording");
  builder.on_error(OnError::skip);
  const Report report = run(builder, "camera.image", 0);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(levels(), (std::vector<int>{0, 1, 2, 3, 4})) << said();
  EXPECT_EQ(actor(report, "camera").errors, 1U);
}

TEST_F(DyingSource, BeginsAnewWhereTheFileAsksForIt) {
  PlanBuilder builder = dies_once("recording");
  builder.on_error(OnError::restart);
  const Report report = run(builder, "camera.image", 0);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(came(), testing::sequences(0, 15)) << said();
  EXPECT_EQ(levels().at(5), 0);
}

TEST_F(DyingSource, DoesNotBeginAnewForEver) {
  for (const OnError rule : {OnError::stop, OnError::skip, OnError::restart}) {
    PlanBuilder builder = source("stillborn");
    builder.on_error(rule, {2, 60, 1});
    const Report report = run(builder, "camera.image", 0);
    EXPECT_EQ(report.failure.has_value(), rule != OnError::skip) << said();
    EXPECT_TRUE(arrived.empty());
  }
}

TEST_F(DyingSource, IsNoticedWhenSomebodyStopsIt) {
  const Report report = run(source("stopped"), "camera.image", 0);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("SIGSTOP"), std::string::npos) << report.failure->text();
}

TEST_F(DyingSource, HasADeadlineIfItDeclaresOne) {
  PlanBuilder builder = source("still");
  builder.plan.hosts.emplace_back().name = "host";
  builder.plan.hosts.back().deadline_ms = 250;
  builder.plan.actors.back().host = 0;
  const Report report = run(builder, "camera.image", 0);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("did not answer within 250 ms"), std::string::npos);
}

}  // namespace
}  // namespace omma
