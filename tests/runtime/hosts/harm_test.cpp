// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/hosts.hpp"

// What a host does to memory that is not its own, and answers that nobody asked for. In C++ as
// well: native_host_test.cpp.

namespace omma {
namespace {

using namespace testing;

class HarmTest : public HostTest {
 protected:
  HarmTest() { std::filesystem::remove(marker_); }
  ~HarmTest() override { std::filesystem::remove(marker_); }

  PlanBuilder with(const std::string& kind, const PlannedHost& host = {}) {
    PlanBuilder plan;
    plan.actor("source", "test_numbered").actor("tool", python(kind, "harmful"));
    plan.plan.hosts.push_back(host);
    plan.plan.hosts.back().name = "host";
    plan.plan.actors.back().host = 0;
    return plan.edge("source.image", "tool.image");
  }

  void expect_all_as_they_were_made(std::uint64_t count) {
    ASSERT_EQ(came(), sequences(0, count)) << said();
    for (const Frame& frame : arrived) {
      const auto level = static_cast<std::byte>(frame.sequence() % 256);
      EXPECT_TRUE(std::ranges::all_of(frame.pixels(), [=](std::byte each) {
        return each == level;
      })) << frame.sequence();
    }
  }

  const std::filesystem::path marker_ =
      std::filesystem::path(::testing::TempDir()) / ("omma-harm-" + std::to_string(getpid()));
};

TEST_F(HarmTest, AResultThatItsMakerKeepsIsCopiedWhenItIsSentAndCounted) {
  for (const bool view : {false, true}) {
    PlanBuilder plan = with("Keeper");
    const Report report = run(plan.param("view", view), "tool.image", 60);
    expect_all_as_they_were_made(60);
    EXPECT_EQ(actor(report, "tool").copied_pixels, 60U * 48 * 64) << view;
  }
}

TEST_F(HarmTest, IsolationKeepsEvenAHostThatMeansItFromWhatItSent) {
  PlannedHost host;
  host.isolate = Isolation::copy;
  const Report report = run(with("Schemer", host), "tool.image", 60);
  expect_all_as_they_were_made(60);
  EXPECT_EQ(report.copies.bytes, 60U * 48 * 64);
}

TEST_F(HarmTest, WhatIsWrittenTooFarReachesNoOtherFrame) {
  for (const std::int64_t by : {1, 1'000, 1'025, 4'096, 5'000, 20'000}) {
    std::filesystem::remove(marker_);
    PlanBuilder plan = with("overflow");
    plan.param("by", by).param("marker", marker_.string());
    const Report report = run(plan, "tool.image", 60);
    expect_all_as_they_were_made(60);
    EXPECT_EQ(actor(report, "tool").restarts, by > 1'024 ? 1U : 0U) << by << said();
    EXPECT_TRUE(report.balanced);
  }
}

TEST_F(HarmTest, NobodyMakesPixelsOfAnotherHostWritable) {
  PlanBuilder plan = with("Schemer");
  plan.actor("vandal", python("vandal", "harmful")).edge("tool.image", "vandal.image");
  run(plan, "vandal.dict", 20);
  ASSERT_EQ(arrived.size(), 20U) << said();
  for (const Frame& frame : arrived) EXPECT_EQ(frame.number("writable"), 0.0);
}

TEST_F(HarmTest, AnAnswerThatNobodyAskedForEndsItsProcessAndCostsNothing) {
  for (const char* answer :
       {"of_the_past", "of_the_future", "end_of_no_source", "state", "configured", "rehearsed",
        "ready", "unknown", "foreign_lease", "cut_short"}) {
    std::filesystem::remove(marker_);
    PlanBuilder plan = with("babbler");
    plan.param("answer", answer).param("marker", marker_.string());
    const Report report = run(plan, "tool.image", 60);
    expect_all_as_they_were_made(60);
    EXPECT_EQ(actor(report, "tool").restarts, 1U) << answer << said();
    EXPECT_NE(said().find("another process takes over"), std::string::npos) << said();
  }
}

TEST_F(HarmTest, WhoAsksForMemoryWithoutEndIsLate) {
  PlannedHost host;
  host.deadline_ms = 250;
  host.retries = 0;
  PlanBuilder plan = with("endless", host);
  plan.on_error(OnError::skip);
  const Report report = run(plan, "tool.image", 40);
  EXPECT_EQ(came(), all_but(40, 20)) << said();
  EXPECT_NE(said().find("did not answer within 250 ms"), std::string::npos) << said();
  EXPECT_TRUE(report.balanced);
}

}  // namespace
}  // namespace omma
