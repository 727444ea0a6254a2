// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using testing::actor;
using testing::ended;
using testing::fed;
using testing::numbers;
using testing::PlanBuilder;
using testing::started;

TEST(Steering, SetsAndTellsParameters) {
  PlanBuilder builder = numbers();
  builder.actor("faulty", "test_faulty").param("every", std::int64_t{20});
  builder.on_error(OnError::skip);  // its first failure may come before what follows
  builder.actor("last", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "last.frame");
  const auto graph = started(builder);
  EXPECT_EQ(*graph->get("faulty", "every"), Value(std::int64_t{20}));
  EXPECT_EQ(*graph->get("faulty", "throws"), Value(true));
  EXPECT_TRUE(graph->set("faulty", "every", std::int64_t{30}));
  EXPECT_EQ(*graph->get("faulty", "every"), Value(std::int64_t{30}));
  EXPECT_FALSE(graph->set("faulty", "every", std::int64_t{0}));
  EXPECT_EQ(graph->get("faulty", "evry").error().what,
            "actor 'faulty' has no parameter 'evry'; it has: every, throws");
}

TEST(Steering, HaltsAnActorThatWaitsForItsRestart) {
  std::atomic<bool> failed{false};
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("faulty", "test_faulty");
  builder.on_error(OnError::restart, {.backoff_ms = 1e9});
  builder.actor("end", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "end.frame");
  RunOptions options;
  options.events = [&](const Event&) { failed = true, failed.notify_all(); };
  const auto graph = started(builder, options);
  failed.wait(false);
  graph->halt();
  ended(*graph);
}

TEST(Steering, HaltsWhateverHasNotBegun) {
  PlanBuilder builder = fed();
  builder.actor("numbers", "test_numbers").actor("copies", "test_jitter").replicas(2);
  builder.actor("last", "test_collect");
  builder.edge("numbers.frame", "copies.frame").edge("copies.frame", "last.frame");
  for (int i = 0; i < 50; ++i) {
    const auto graph = started(builder);
    graph->halt();
    ended(*graph);
  }
}

}  // namespace
}  // namespace omma
