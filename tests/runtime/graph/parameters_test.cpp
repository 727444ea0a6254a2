// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "runtime/actor.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using testing::actor;
using testing::ended;
using testing::PlanBuilder;
using testing::started;

/// Refuses odd levels in its own words, and rounds what is beyond its reach.
struct Particular {
  std::int64_t level = 2;
  std::int64_t used = 0;

  Result<void> use() {
    if (level % 2 != 0) return fail(Code::invalid, "an odd level does not do");
    level = std::min<std::int64_t>(level, 100);
    used = level;
    return {};
  }
  Frame process(const Frame& frame) const {
    if (used != level) throw std::logic_error("a refused level is in force");
    return frame;
  }
};

/// Has a feature that its contract does not tell about.
struct Featured {
  double gain = 1;
  bool locked = false;

  std::vector<Param> parameters() const {
    Param param;
    param.name = "Gain";
    param.type = ValueType::number;
    param.min = 0;
    param.max = 48;
    param.increment = 0.5;
    param.unit = "dB";
    param.fallback = 1.0;
    param.writable = !locked;
    return {param};
  }
  Result<void> set_parameter(std::string_view, const Value& value) {
    if (std::get<double>(value) == 13) return fail(Code::invalid, "the camera does not like 13");
    gain = std::get<double>(value);
    locked = gain == 48;
    return {};
  }
  std::optional<Value> parameter(std::string_view name) const {
    return name == "Gain" ? std::optional<Value>(gain) : std::nullopt;
  }
  Sample process() const { return {}; }
};

/// Waits for a trigger that never comes.
struct Triggered {
  std::int64_t delay = 1;
  PushQueue<Sample> taken{1};
  Result<std::optional<Sample>> process() { return taken.pop(); }
  void wake() { taken.wake(); }
};

const Registered particular =
    Declare<Particular>("test_particular", "Is choosy.", inputs("frame"), outputs("frame"))
        .param("level", &Particular::level, "even", Range{0}, Reinit(&Particular::use));
const Registered featured =
    Declare<Featured>("test_featured", "Describes itself.", outputs("frame"));
const Registered triggered = Declare<Triggered>("test_triggered", "Waits.", outputs("frame"))
                                 .param("delay", &Triggered::delay, "of the trigger", Range{0});

PlanBuilder particular_line(int replicas) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("choosy", "test_particular").replicas(replicas);
  builder.actor("end", "test_collect");
  return builder.edge("source.frame", "choosy.frame").edge("choosy.frame", "end.frame");
}

class RefusedSet : public ::testing::TestWithParam<int> {};

TEST_P(RefusedSet, ChangesNothingAndEndsNothing) {
  const auto graph = started(particular_line(GetParam()));
  EXPECT_EQ(graph->set("choosy", "level", std::int64_t{8}), Value(std::int64_t{8}));
  EXPECT_EQ(graph->set("choosy", "level", std::int64_t{9}).error().what,
            "an odd level does not do");
  EXPECT_EQ(graph->get("choosy", "level"), Value(std::int64_t{8}));
  graph->drain();
  const Report report = ended(*graph);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(actor(report, "choosy").errors, 0U);
  EXPECT_EQ(testing::collected().size(), actor(report, "source").processed);
}

INSTANTIATE_TEST_SUITE_P(Copies, RefusedSet, ::testing::Values(1, 3));

TEST(Parameters, SetAnswersWithTheValueInForce) {
  const auto graph = started(particular_line(1));
  EXPECT_EQ(graph->set("choosy", "level", std::int64_t{1000}), Value(std::int64_t{100}));
  EXPECT_EQ(graph->get("choosy", "level"), Value(std::int64_t{100}));
}

TEST(Parameters, AreRefusedBeforeTheStartAsWell) {
  const auto graph = std::move(*Graph::create(particular_line(2).plan, {}));
  EXPECT_FALSE(graph->set("choosy", "level", std::int64_t{9}));
  EXPECT_TRUE(graph->set("choosy", "level", std::int64_t{4}));
  EXPECT_EQ(graph->get("choosy", "level"), Value(std::int64_t{4}));
}

TEST(Parameters, OfTheInstanceAreListedCheckedSetAndRead) {
  PlanBuilder builder;
  builder.actor("camera", "test_featured").actor("end", "test_collect");
  builder.edge("camera.frame", "end.frame");
  const auto graph = started(builder);
  const auto list = graph->params("camera");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().unit, "dB");
  EXPECT_EQ(graph->set("camera", "Gain", 2.5), Value(2.5));
  EXPECT_EQ(graph->get("camera", "Gain"), Value(2.5));
  EXPECT_EQ(graph->set("camera", "Gain", 2.7).error().what,
            "'Gain' goes in steps of 0.5: 2.5 or 3; found 2.7");
  EXPECT_EQ(graph->set("camera", "Gain", 49.0).error().what,
            "'Gain' must be at most 48 dB; found 49");
  EXPECT_EQ(graph->set("camera", "Gain", 13.0).error().what, "the camera does not like 13");
  EXPECT_EQ(graph->get("camera", "Gain"), Value(2.5));
  EXPECT_EQ(graph->set("camera", "Gain", 48.0), Value(48.0));
  EXPECT_EQ(graph->set("camera", "Gain", 1.0).error().what,
            "'Gain' can only be read at the moment");
}

TEST(Parameters, OfASourceThatWaitsAreSetAtOnce) {
  PlanBuilder builder;
  builder.actor("camera", "test_triggered").actor("end", "test_collect");
  builder.edge("camera.frame", "end.frame");
  const auto graph = started(builder);
  for (std::int64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(graph->set("camera", "delay", i), Value(i));
    EXPECT_EQ(graph->get("camera", "delay"), Value(i));
  }
  graph->drain();
  const Report report = ended(*graph);
  EXPECT_EQ(actor(report, "camera").errors, 0U);
}

TEST(Parameters, OfAnActorThatHasEndedAreRefused) {
  const auto graph = started(particular_line(1), testing::frames(1));
  graph->wait();
  EXPECT_EQ(graph->set("choosy", "level", std::int64_t{4}).error().what,
            "actor 'choosy' has ended");
  EXPECT_EQ(graph->get("choosy", "level"), Value(std::int64_t{2}));
}

TEST(Parameters, AreSetFromManyThreadsWhileFramesFlow) {
  const auto graph = started(particular_line(2));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (std::int64_t i = 0; i < 200; ++i)
        EXPECT_EQ(graph->set("choosy", "level", i % 100).has_value(), i % 2 == 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  graph->drain();
  EXPECT_FALSE(ended(*graph).failure);
}

}  // namespace
}  // namespace omma
