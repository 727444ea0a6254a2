// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using namespace testing;

TEST(Create, RefusesEdgesBetweenPortsThatTheirKindsDoNotHave) {
  for (const char* edge : {"numbers.picture -> sink.frame", "numbers.frame -> sink.picture"}) {
    const std::string text = edge;
    PlanBuilder plan;
    plan.actor("numbers", "test_numbers").actor("sink", "test_collect");
    plan.edge(text.substr(0, text.find(" -> ")), text.substr(text.find(" -> ") + 4));
    const auto graph = Graph::create(plan.plan, {});
    ASSERT_FALSE(graph);
    EXPECT_EQ(graph.error().text(), "no such ports: '" + text +
                                        "'; outputs of 'numbers': frame; inputs of 'sink': frame");
  }
}

TEST(Create, TakesAPlanThatBringsItsFactsAndOneThatDoesNot) {
  PlanBuilder plan;
  plan.actor("numbers", "test_numbers").actor("sieve", "test_sieve").param("keep", std::int64_t{3});
  plan.actor("both", "test_both").actor("sink", "test_collect");
  plan.edge("numbers.frame", "sieve.frame").edge("numbers.frame", "both.left", WhenFull::wait, 8);
  plan.edge("sieve.frame", "both.right").edge("both.frame", "sink.frame");
  for (const bool brought : {false, true}) {
    if (brought) plan.plan.facts = facts_of(plan.plan);
    EXPECT_TRUE(run(plan, frames(300)).balanced);
    EXPECT_EQ(collected().size(), 100U);
  }
}

}  // namespace
}  // namespace omma
