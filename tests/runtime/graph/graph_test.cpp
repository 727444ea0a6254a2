// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/graph.hpp"

#include <gtest/gtest.h>

#include <sched.h>

#include <algorithm>
#include <thread>

#include "runtime/base/cores.hpp"
#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using namespace testing;

PlanBuilder chain(const std::string& kind) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers").actor("sink", "test_collect").actor("middle", kind);
  plan.edge("numbers.frame", "middle.frame").edge("middle.frame", "sink.frame");
  return plan;
}

TEST(Graph, DeliversEveryFrameOfAChainInOrder) {
  const Report report = run(chain("test_pass"), frames(1000));
  EXPECT_EQ(collected(), sequences(0, 1000));
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "middle.frame -> sink.frame").delivered, 1000U);
  EXPECT_EQ(actor(report, "middle").processed, 1000U);
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST(Graph, RunsTheSameOnCafsOwnScheduler) {
  RunOptions options = frames(1000);
  options.own_scheduler = false;
  const Report report = run(chain("test_pass"), options);
  EXPECT_EQ(collected(), sequences(0, 1000));
  EXPECT_TRUE(report.balanced);
}

TEST(Graph, KeepsTheOrderOfReplicas) {
  PlanBuilder plan = chain("test_jitter");
  plan.replicas(4);
  const Report report = run(plan, frames(3000));
  EXPECT_EQ(collected(), sequences(0, 3000));
  EXPECT_EQ(actor(report, "middle").processed, 3000U);
  EXPECT_TRUE(report.balanced);
}

TEST(Graph, WaitsForRoomWhenOneFrameBecomesMany) {
  PlanBuilder plan = chain("test_split");
  plan.param("parts", std::int64_t{100});
  const Report report = run(plan, frames(50));
  EXPECT_EQ(collected().size(), 5000U);
  EXPECT_TRUE(report.balanced);
}

TEST(Graph, JoinsTheBranchesOfADiamondFrameByFrame) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers")
      .actor("a", "test_jitter")
      .actor("b", "test_jitter")
      .replicas(3);
  plan.actor("both", "test_both").actor("sink", "test_collect");
  plan.edge("numbers.frame", "a.frame").edge("numbers.frame", "b.frame", WhenFull::wait, 8);
  plan.edge("a.frame", "both.left", WhenFull::wait, 8)
      .edge("b.frame", "both.right")
      .edge("both.frame", "sink.frame");
  const Report report = run(plan, frames(2000));
  EXPECT_EQ(collected(), sequences(0, 2000));
  EXPECT_TRUE(report.balanced);
}

TEST(Graph, DoesNotStallWhenOneBranchOfADiamondPassesFewFrames) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers")
      .actor("sieve", "test_sieve")
      .param("keep", std::int64_t{50});
  plan.actor("pass", "test_pass").actor("both", "test_both").actor("sink", "test_collect");
  plan.edge("numbers.frame", "sieve.frame").edge("numbers.frame", "both.left");
  plan.edge("sieve.frame", "pass.frame")
      .edge("pass.frame", "both.right")
      .edge("both.frame", "sink.frame");
  const Report report = run(plan, frames(1000));
  EXPECT_FALSE(report.failure) << report.failure->text();
  EXPECT_EQ(collected().size(), 20U);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(edge(report, "numbers.frame -> both.left").dropped, 980U);
}

TEST(Graph, MergesWhateverComesWithJoinAny) {
  PlanBuilder plan;
  plan.actor("one", "test_numbers")
      .actor("two", "test_numbers")
      .actor("either", "test_either")
      .join({JoinRule::any});
  plan.actor("sink", "test_collect");
  plan.edge("one.frame", "either.left")
      .edge("two.frame", "either.right")
      .edge("either.frame", "sink.frame");
  const Report report = run(plan, frames(500));
  EXPECT_EQ(collected().size(), 1000U);
  EXPECT_TRUE(report.balanced);
}

TEST(Graph, NeverHoldsTheSourceUpWithEdgesThatDrop) {
  for (const WhenFull rule : all_rules<WhenFull>()) {
    if (waits(rule)) continue;
    PlanBuilder plan;
    plan.actor("numbers", "test_numbers").actor("gate", "test_gate").actor("all", "test_collect");
    plan.actor("null", "test_pass");
    plan.edge("numbers.frame", "gate.frame", rule, 3)
        .edge("numbers.frame", "all.frame")
        .edge("gate.frame", "null.frame");
    open_gate(false);
    forget();
    auto graph = Graph::create(plan.plan, frames(400));
    ASSERT_TRUE(graph);
    (*graph)->start();
    while (collected().size() < 400) std::this_thread::yield();
    open_gate(true);
    (*graph)->wait();
    const Report report = (*graph)->report();
    EXPECT_TRUE(report.balanced);
    EXPECT_GE(edge(report, "numbers.frame -> gate.frame").dropped, 395U);
  }
}

TEST(Graph, DoesNotRunTheFirstStepOfAnActorOnTheThreadOfItsSource) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers").actor("gate", "test_quiet_gate");
  plan.actor("all", "test_collect").actor("null", "test_pass");
  plan.edge("numbers.frame", "gate.frame", WhenFull::latest)
      .edge("numbers.frame", "all.frame")
      .edge("gate.frame", "null.frame");
  open_gate(false);
  forget();
  auto graph = Graph::create(plan.plan, frames(100));
  ASSERT_TRUE(graph);
  (*graph)->start();
  while (collected().size() < 100) std::this_thread::yield();
  open_gate(true);
  (*graph)->wait();
  EXPECT_TRUE((*graph)->report().balanced);
}

/// The cores that this thread and those that it starts may use.
class Affinity {
 public:
  Affinity() { sched_getaffinity(0, sizeof(before_), &before_); }
  ~Affinity() { sched_setaffinity(0, sizeof(before_), &before_); }
  Affinity(const Affinity&) = delete;
  Affinity& operator=(const Affinity&) = delete;

  void narrow_to_one() const {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  }

 private:
  cpu_set_t before_;
};

TEST(Graph, RunsOneHeavyStepForEachCoreThatItMayUse) {
  const Affinity affinity;
  affinity.narrow_to_one();
  EXPECT_EQ(available_cores(), 1U);
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers").actor("one", "test_crowd").actor("two", "test_crowd");
  plan.edge("numbers.frame", "one.frame").edge("one.frame", "two.frame");
  EXPECT_TRUE(run(plan, frames(100)).balanced);
  EXPECT_EQ(most_at_a_time(), 1);
}

TEST(Graph, DrainsWhatIsUnderWayWhenAskedTo) {
  auto graph = Graph::create(chain("test_jitter").plan, {});
  ASSERT_TRUE(graph);
  forget();
  (*graph)->start();
  while (collected().size() < 10) std::this_thread::yield();
  (*graph)->drain();
  (*graph)->wait();
  const Report report = (*graph)->report();
  EXPECT_TRUE(report.balanced);
  for (const EdgeReport& each : report.edges) {
    EXPECT_EQ(each.in_flight, 0U);
    EXPECT_EQ(each.delivered, each.offered);
  }
  EXPECT_EQ(collected(), sequences(0, collected().size()));
}

TEST(Graph, HaltsAtOnceAndCountsWhatIsLeftBehind) {
  PlanBuilder plan = chain("test_gate");
  auto graph = Graph::create(plan.plan, {});
  ASSERT_TRUE(graph);
  open_gate(false);
  (*graph)->start();
  while ((*graph)->report().edges.at(0).offered < 4) std::this_thread::yield();
  while (actor((*graph)->report(), "middle").in_step == 0) std::this_thread::yield();
  (*graph)->halt();
  open_gate(true);
  (*graph)->wait();
  const Report report = (*graph)->report();
  EXPECT_TRUE(report.balanced);
  EXPECT_GT(report.edges.at(0).in_flight, 0U);
  EXPECT_EQ(actor(report, "middle").in_step, 0);
}

TEST(Graph, HaltsReplicasInTheMiddleOfTheirWork) {
  PlanBuilder plan = chain("test_jitter");
  plan.replicas(3);
  auto graph = Graph::create(plan.plan, {});
  ASSERT_TRUE(graph);
  forget();
  (*graph)->start();
  while (collected().size() < 100) std::this_thread::yield();
  (*graph)->halt();
  (*graph)->wait();
  EXPECT_TRUE((*graph)->report().balanced);
}

TEST(Graph, HoldsTheSourceBackWhileFrameMemoryIsCrowded) {
  PlanBuilder plan;
  plan.actor("bulk", "test_bulk").actor("gate", "test_gate").actor("sink", "test_collect");
  plan.edge("bulk.frame", "gate.frame", WhenFull::wait, 1000).edge("gate.frame", "sink.frame");
  plan.plan.slab_bytes = 32 << 20;
  open_gate(false);
  forget();
  auto graph = Graph::create(plan.plan, frames(100));
  ASSERT_TRUE(graph);
  (*graph)->start();
  while ((*graph)->report().edges.at(0).offered < 15) std::this_thread::yield();
  open_gate(true);
  (*graph)->wait();
  const Report report = (*graph)->report();
  EXPECT_EQ(collected(), sequences(0, 100));
  EXPECT_LE(report.slab_bytes, std::uint64_t{32} << 20);
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST(Graph, ChangesParametersWhileItRuns) {
  PlanBuilder plan = chain("test_sieve");
  auto graph = Graph::create(plan.plan, {});
  ASSERT_TRUE(graph);
  EXPECT_EQ((*graph)->set("middle", "keep", std::int64_t{0}).error().what,
            "'keep' must be at least 1; found 0");
  EXPECT_EQ((*graph)->set("middle", "none", true).error().code, Code::not_found);
  EXPECT_EQ((*graph)->set("nobody", "keep", true).error().code, Code::not_found);
  ASSERT_TRUE((*graph)->set("middle", "keep", std::int64_t{1'000'000'000}));
  forget();
  (*graph)->start();
  while ((*graph)->report().actors.at(2).processed < 100) std::this_thread::yield();
  EXPECT_EQ(collected(), sequences(0, 1));
  ASSERT_TRUE((*graph)->set("middle", "keep", std::int64_t{1}));
  while (collected().size() < 10) std::this_thread::yield();
}

TEST(Graph, EndsWhenItIsDestroyedWhileItRuns) {
  auto graph = Graph::create(chain("test_jitter").plan, {});
  ASSERT_TRUE(graph);
  (*graph)->start();
  graph->reset();
}

TEST(Graph, StartsAThousandActors) {
  PlanBuilder plan;
  plan.actor("a0", "test_numbers");
  for (int i = 1; i < 1000; ++i) {
    plan.actor("a" + std::to_string(i), i == 999 ? "test_collect" : "test_pass");
    plan.edge("a" + std::to_string(i - 1) + ".frame", "a" + std::to_string(i) + ".frame");
  }
  const Report report = run(plan, frames(20));
  EXPECT_EQ(collected(), sequences(0, 20));
  EXPECT_TRUE(report.balanced);
}

}  // namespace
}  // namespace omma
