// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using namespace testing;

/// Random graphs with random delays. A lost wake-up shows as a run that never ends; a lost frame
/// as a ledger that does not close or a gap in what arrived.
struct Stress : ::testing::TestWithParam<unsigned> {
  std::mt19937 random{GetParam()};

  std::int64_t pick(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  }

  template <class Rule>
  Rule any_rule() {
    const auto& table = Rules<Rule>::table;
    return table[static_cast<std::size_t>(pick(0, std::ssize(table) - 1))].rule;
  }

  /// A chain of actors that take random times, some replicated; gives the name of the last.
  std::string add_chain(PlanBuilder& plan, const std::string& from, const std::string& name,
                        WhenFull rule) {
    std::string last = from;
    const auto length = pick(1, 4);
    for (std::int64_t i = 0; i < length; ++i) {
      const std::string next = name + std::to_string(i);
      plan.actor(next, "test_jitter")
          .param("max_us", pick(0, 80))
          .replicas(static_cast<int>(pick(1, 3)));
      plan.edge(last + ".frame", next + ".frame", rule, static_cast<int>(pick(12, 20)));
      last = next;
    }
    return last;
  }

  Report run_on_some_scheduler(const PlanBuilder& plan, std::uint64_t count) {
    RunOptions options = frames(count);
    options.threads = static_cast<unsigned>(pick(1, 4));
    options.own_scheduler = pick(0, 4) != 0;
    return run(plan, options);
  }
};

TEST_P(Stress, ChainsWithAnyRuleCloseTheirLedgers) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers");
  const auto rule = any_rule<WhenFull>();
  const std::string last = add_chain(plan, "numbers", "c", rule);
  plan.actor("sink", "test_collect")
      .edge(last + ".frame", "sink.frame", rule, static_cast<int>(pick(1, 5)));
  const Report report = run_on_some_scheduler(plan, 1500);
  EXPECT_TRUE(report.balanced);
  const auto seen = collected();
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
  if (rule == WhenFull::wait) {
    EXPECT_EQ(seen, sequences(0, 1500));
  }
  for (const EdgeReport& each : report.edges) EXPECT_EQ(each.in_flight, 0U) << each.name;
}

TEST_P(Stress, DiamondsWithAnyJoinAndRuleEndAndCloseTheirLedgers) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers");
  const auto left_rule = any_rule<WhenFull>();
  const auto right_rule = any_rule<WhenFull>();
  const auto rule = any_rule<JoinRule>();
  const std::string left = add_chain(plan, "numbers", "l", left_rule);
  const std::string right = add_chain(plan, "numbers", "r", right_rule);
  plan.actor("sieve", "test_sieve")
      .param("keep", pick(1, 20))
      .edge(right + ".frame", "sieve.frame", right_rule, 12);
  plan.actor("join", rule == JoinRule::same_frame ? "test_both" : "test_either")
      .join({rule, 1000, 5});
  plan.edge(left + ".frame", "join.left", left_rule, 40)
      .edge("sieve.frame", "join.right", right_rule, 40);
  plan.actor("sink", "test_collect").edge("join.frame", "sink.frame");
  const Report report = run_on_some_scheduler(plan, 1500);
  EXPECT_TRUE(report.balanced);
  EXPECT_FALSE(report.failure) << report.failure->text();
  for (const EdgeReport& each : report.edges) EXPECT_EQ(each.in_flight, 0U) << each.name;
}

TEST_P(Stress, RestartsLoseExactlyTheFramesThatFailed) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers");
  const std::string last = add_chain(plan, "numbers", "c", WhenFull::wait);
  const auto every = pick(2, 40);
  plan.actor("faulty", "test_faulty")
      .param("every", every)
      .on_error(OnError::restart, {100'000, 60, 0});
  plan.replicas(static_cast<int>(pick(1, 3)));
  plan.edge(last + ".frame", "faulty.frame")
      .actor("sink", "test_collect")
      .edge("faulty.frame", "sink.frame");
  const Report report = run_on_some_scheduler(plan, 1000);
  EXPECT_EQ(collected().size(), 1000U - 1000U / static_cast<std::uint64_t>(every));
  EXPECT_TRUE(report.balanced);
}

TEST_P(Stress, HaltAtAnyMomentLeavesAClosedLedger) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers");
  const std::string last = add_chain(plan, "numbers", "c", WhenFull::wait);
  plan.actor("sink", "test_collect").edge(last + ".frame", "sink.frame");
  forget();
  auto graph = Graph::create(plan.plan, {});
  ASSERT_TRUE(graph);
  (*graph)->start();
  const auto until = static_cast<std::size_t>(pick(0, 300));
  while (collected().size() < until) std::this_thread::yield();
  (*graph)->halt();
  (*graph)->wait();
  EXPECT_TRUE((*graph)->report().balanced);
}

/// OMMA_STRESS_SEEDS asks for more than the few that every run of the suite takes.
unsigned seeds() {
  const char* wanted = std::getenv("OMMA_STRESS_SEEDS");
  return wanted != nullptr ? static_cast<unsigned>(std::atoi(wanted)) : 15;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Stress, ::testing::Range(0U, seeds()));

}  // namespace
}  // namespace omma
