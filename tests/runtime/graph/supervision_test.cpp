// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <mutex>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using namespace testing;

struct Supervision : ::testing::TestWithParam<bool> {
  PlanBuilder chain(OnError rule, Restart restart = {}) {
    PlanBuilder plan;
    plan.actor("numbers", "test_numbers")
        .actor("sink", "test_collect")
        .actor("faulty", "test_faulty");
    plan.param("throws", GetParam()).on_error(rule, restart);
    plan.edge("numbers.frame", "faulty.frame").edge("faulty.frame", "sink.frame");
    return plan;
  }

  Report run_logged(const PlanBuilder& plan, std::uint64_t count) {
    RunOptions options = frames(count);
    options.events = [this](const Event& event) {
      const std::lock_guard lock(mutex);
      if (event.kind == Event::Kind::error) log.push_back(event.line());
    };
    return run(plan, options);
  }

  std::mutex mutex;
  std::vector<std::string> log;
};

std::vector<std::uint64_t> without_every_tenth(std::uint64_t end) {
  std::vector<std::uint64_t> list;
  for (std::uint64_t i = 0; i < end; ++i) {
    if (i % 10 != 9) list.push_back(i);
  }
  return list;
}

TEST_P(Supervision, SkipLosesOnlyTheFramesThatFail) {
  const Report report = run_logged(chain(OnError::skip), 1000);
  EXPECT_EQ(collected(), without_every_tenth(1000));
  EXPECT_FALSE(report.failure);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "numbers.frame -> faulty.frame").lost, 100U);
  EXPECT_EQ(actor(report, "faulty").errors, 100U);
  EXPECT_EQ(faulty_made(), 1);
  ASSERT_EQ(log.size(), 100U);
  EXPECT_EQ(log[0], "actor 'faulty', frame 9 of 'numbers': bad frame");
}

TEST_P(Supervision, RestartReplacesTheInstanceAndGoesOnWithTheNextFrame) {
  const Report report = run_logged(chain(OnError::restart, {1000, 60, 0}), 1000);
  EXPECT_EQ(collected(), without_every_tenth(1000));
  EXPECT_FALSE(report.failure);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "numbers.frame -> faulty.frame").lost, 100U);
  EXPECT_EQ(actor(report, "faulty").restarts, 100U);
  EXPECT_EQ(faulty_made(), 101);
}

TEST_P(Supervision, StopEndsTheRunAndDrainsTheRest) {
  const Report report = run_logged(chain(OnError::stop), 1'000'000);
  EXPECT_EQ(collected(), sequences(0, 9));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->text(), "actor 'faulty', frame 9 of 'numbers': bad frame");
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "numbers.frame -> faulty.frame").in_flight, 0U);
}

TEST_P(Supervision, RestartGivesUpAfterTooMany) {
  const Report report = run_logged(chain(OnError::restart, {3, 60, 0}), 1'000'000);
  EXPECT_EQ(collected(), without_every_tenth(39));
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(actor(report, "faulty").restarts, 3U);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(log.back(), "actor 'faulty': failed more than 3 times within 60 s; giving up");
}

TEST_P(Supervision, ReplicasFollowTheSamePolicies) {
  for (const OnError rule : {OnError::skip, OnError::restart}) {
    PlanBuilder plan = chain(rule, {1000, 60, 0});
    plan.replicas(3);
    plan.plan.edges[0].queue = 10;
    const Report report = run_logged(plan, 1000);
    EXPECT_EQ(collected(), without_every_tenth(1000));
    EXPECT_FALSE(report.failure);
    EXPECT_TRUE(report.balanced);
    EXPECT_EQ(edge(report, "numbers.frame -> faulty.frame").lost, 100U);
  }
}

TEST_P(Supervision, AReplicaThatStopsTheRunLeavesEarlierFramesInOrder) {
  PlanBuilder plan = chain(OnError::stop);
  plan.replicas(3);
  const Report report = run_logged(plan, 1'000'000);
  const auto seen = collected();
  ASSERT_GE(seen.size(), 9U);
  EXPECT_EQ(std::vector(seen.begin(), seen.begin() + 9), sequences(0, 9));
  EXPECT_TRUE(report.failure);
  EXPECT_TRUE(report.balanced);
}

INSTANTIATE_TEST_SUITE_P(ByExceptionOrError, Supervision, ::testing::Bool(), [](const auto& by) {
  return std::string(by.param ? "Exception" : "Error");
});

}  // namespace
}  // namespace omma
