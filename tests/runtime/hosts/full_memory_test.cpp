// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/activity.hpp"

#include <gtest/gtest.h>

#include "tests/support/hosts.hpp"

// Results of 1 MiB in frame memory that holds three of them, and a gate behind that keeps what
// comes until it is opened.

namespace omma {
namespace {

using namespace testing;

constexpr std::uint64_t one_result = 1 << 20;
constexpr std::uint64_t room_for_three = 13 << 18;
constexpr std::uint64_t room_for_two = 11 << 18;  // and a source that gave them may go on
constexpr int many = 20;

class FullMemory : public HostTest {
 protected:
  FullMemory() { open_gate(false); }
  ~FullMemory() override { open_gate(true); }

  /// A gate behind the output `from`.
  static PlanBuilder gated(PlanBuilder plan, const std::string& from, std::uint64_t room) {
    plan.plan.slab_bytes = room;
    plan.actor("gate", "test_gate").edge(from, "gate.frame", WhenFull::wait, many);
    return plan.actor("sink", "test_collect").edge("gate.frame", "sink.frame");
  }
  PlanBuilder enlarged(const PlannedHost& host = {}, const std::string& kind = "enlarge") {
    return gated(through(kind, host), "tool.image", room_for_three);
  }
  static PlanBuilder source(std::uint64_t room) {
    PlanBuilder plan;
    plan.actor("tool", python("large")).param("count", std::int64_t{many});
    return gated(plan, "tool.image", room);
  }

  /// It has given what there is room for, and is at the next one.
  static bool waits(Graph& running, std::uint64_t given = 3) {
    const Report report = running.report();
    return actor(report, "tool").processed == given && actor(report, "tool").in_step == 1 &&
           report.held_bytes >= given * one_result;
  }

  void expect_all(const Report& report) const {
    EXPECT_FALSE(report.failure) << said();
    EXPECT_EQ(collected(), sequences(0, many)) << said();
    EXPECT_TRUE(report.balanced);
    EXPECT_EQ(actor(report, "tool").restarts, 0U) << said();
    EXPECT_EQ(report.held_bytes, 0U);
  }
};

TEST_F(FullMemory, HoldsAStepUntilFramesAreGivenBack) {
  during = [](Graph& running) {
    if (waits(running)) open_gate(true);
  };
  expect_all(run(enlarged(), "", many));
}

/// The clock: an actor beside it that hangs at its first frame, again and again.
TEST_F(FullMemory, CostsAStepNothingOfItsDeadline) {
  PlannedHost host;
  host.deadline_ms = 250;
  PlanBuilder plan = enlarged(host);
  plan.actor("other", "test_numbered").actor("clock", python("misbehave"));
  plan.param("how", std::string("loop")).param("at", std::int64_t{0}).on_error(OnError::skip);
  plan.plan.hosts.push_back(host);
  plan.plan.hosts.back().retries = 8;
  plan.plan.actors.back().host = 1;
  plan.edge("other.image", "clock.image");
  std::optional<std::uint64_t> since;
  during = [&](Graph& running) {
    const ActorReport clock = actor(running.report(), "clock");
    if (!since && waits(running)) since = clock.restarts;
    if ((since && clock.restarts >= *since + 3) || clock.errors != 0) open_gate(true);
  };
  expect_all(run(plan, "", many));
}

TEST_F(FullMemory, IsAnErrorWhenTheActorItselfKeepsIt) {
  open_gate(true);
  const Report report = run(enlarged({}, "enlarge_and_keep"), "", many);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("MemoryError: frame memory: no room for"),
            std::string::npos)
      << report.failure->text();
  EXPECT_EQ(collected(), sequences(0, 2)) << "each is copied, since its maker keeps it";
}

TEST_F(FullMemory, IsAnErrorWhenNobodyIsAtWorkWhoMayGiveSomeBack) {
  PlannedHost host;
  host.deadline_ms = 250;
  PlanBuilder plan = through("enlarge", host);
  plan.plan.slab_bytes = room_for_three;
  const Report report = run(plan, "tool.image", many);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("no room for"), std::string::npos);
  EXPECT_EQ(came(), sequences(0, 3));
  EXPECT_EQ(actor(report, "tool").restarts, 0U) << said();
}

TEST_F(FullMemory, IsLeftWhenTheRunIsHalted) {
  during = [](Graph& running) {
    if (!waits(running)) return;
    running.halt();
    open_gate(true);
  };
  const Report report = run(enlarged(), "", many);
  EXPECT_FALSE(report.failure) << said();
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 0U);
}

TEST_F(FullMemory, HoldsASourceUntilFramesAreGivenBack) {
  during = [](Graph& running) {
    if (waits(running, 2)) open_gate(true);
  };
  expect_all(run(source(room_for_two), "", 0));
}

TEST_F(FullMemory, LetsASourceEndThatIsDrained) {
  during = [](Graph& running) {
    if (!waits(running, 2)) return;
    running.drain();
    open_gate(true);
  };
  const Report report = run(source(room_for_two), "", 0);
  EXPECT_FALSE(report.failure) << said();
  EXPECT_EQ(collected(), sequences(0, report.edges.front().offered));
}

TEST_F(FullMemory, IsNotTakenByASourceAloneThatSharesItsHost) {
  open_gate(true);
  PlanBuilder plan;
  plan.actor("source", python("large")).param("count", std::int64_t{many});
  plan.actor("tool", python("enlarge")).edge("source.image", "tool.image", WhenFull::wait, many);
  plan.plan.hosts.push_back({});
  for (PlannedActor& each : plan.plan.actors) each.host = 0;
  expect_all(run(gated(plan, "tool.image", 8 * one_result), "", 0));
}

}  // namespace
}  // namespace omma
