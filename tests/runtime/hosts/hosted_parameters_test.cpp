// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "tests/support/graphs.hpp"
#include "tests/support/hosts.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using testing::actor;
using testing::ended;
using testing::PlanBuilder;
using testing::python;
using testing::started;

/// source -> tool -> end
PlanBuilder line(const std::string& kind, int replicas = 1, const PlannedHost& host = {}) {
  PlanBuilder builder;
  builder.plan.hosts.push_back(host);
  builder.plan.hosts.back().name = "host";
  builder.actor("source", "test_numbers").actor("tool", python(kind, "parameters"));
  builder.replicas(replicas).plan.actors.back().host = 0;
  builder.actor("end", "test_collect");
  return builder.edge("source.frame", "tool.frame").edge("tool.frame", "end.frame");
}

/// A source in Python.
PlanBuilder camera() {
  PlanBuilder builder;
  builder.actor("camera", python("Featured", "parameters")).actor("end", "test_collect");
  return builder.edge("camera.image", "end.frame");
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class HostedSet : public ::testing::TestWithParam<int> {};

TEST_P(HostedSet, ThatIsRefusedChangesNothingAndEndsNothing) {
  const auto graph = started(line("Choosy", GetParam()));
  EXPECT_EQ(graph->set("tool", "level", std::int64_t{8}), Value(std::int64_t{8}));
  EXPECT_EQ(graph->set("tool", "level", std::int64_t{9}).error().what, "an odd level does not do");
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{8}));
  graph->drain();
  const Report report = ended(*graph);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(actor(report, "tool").errors, 0U);
  EXPECT_EQ(testing::collected().size(), actor(report, "source").processed);
}

INSTANTIATE_TEST_SUITE_P(Copies, HostedSet, ::testing::Values(1, 3));

TEST(HostedParameters, SetAnswersWithTheValueInForce) {
  const auto graph = started(line("Choosy"));
  EXPECT_EQ(graph->set("tool", "level", std::int64_t{1000}), Value(std::int64_t{100}));
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{100}));
}

TEST(HostedParameters, TellWhereAnActorFailsToTakeAValue) {
  const auto graph = started(line("Choosy"));
  const std::string why = graph->set("tool", "level", std::int64_t{48}).error().what;
  EXPECT_TRUE(holds(why, "parameters.py\", line")) << why;
  EXPECT_TRUE(holds(why, "KeyError: 'forty-eight'")) << why;
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{2}));
}

TEST(HostedParameters, AreRefusedBeforeTheStartAsWell) {
  const auto graph = std::move(*Graph::create(line("Choosy", 2).plan, {}));
  EXPECT_FALSE(graph->set("tool", "level", std::int64_t{9}));
  EXPECT_TRUE(graph->set("tool", "level", std::int64_t{4}));
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{4}));
}

TEST(HostedParameters, OfAnActorThatHasEndedAreRefused) {
  const auto graph = started(line("Choosy"), testing::frames(1));
  graph->wait();
  EXPECT_EQ(graph->set("tool", "level", std::int64_t{4}).error().what, "actor 'tool' has ended");
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{2}));
}

TEST(HostedParameters, AreTakenByAllCopiesOrByNone) {
  const std::string path = ::testing::TempDir() + "omma_exclusive";
  std::filesystem::remove(path);
  PlanBuilder builder = line("Exclusive", 2);
  builder.plan.actors[1].params["path"] = path;
  const auto graph = started(builder);
  EXPECT_EQ(graph->set("tool", "on", true).error().what, "another copy is on");
  EXPECT_FALSE(std::filesystem::exists(path)) << "the first copy is off again";
  EXPECT_EQ(graph->get("tool", "on"), Value(false));
  std::filesystem::remove(path);
}

TEST(HostedParameters, ThatEndTheHostLeaveTheValueOfBeforeToItsSuccessor) {
  const auto graph = started(line("Choosy"));
  ASSERT_TRUE(graph->set("tool", "level", std::int64_t{8}));
  const std::string why = graph->set("tool", "level", std::int64_t{44}).error().what;
  EXPECT_TRUE(holds(why, "actor 'tool' was asked to take a value, but its host")) << why;
  EXPECT_TRUE(holds(why, "another process takes over with the values of before")) << why;
  EXPECT_EQ(graph->get("tool", "level"), Value(std::int64_t{8}));
  graph->drain();
  const Report report = ended(*graph);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(testing::collected().size(), actor(report, "source").processed);
}

TEST(HostedParameters, ThatHangAreGivenUpAfterTheDeadlineOfTheHost) {
  PlannedHost host;
  host.deadline_ms = 300;
  const auto graph = started(line("Choosy", 1, host));
  const std::string why = graph->set("tool", "level", std::int64_t{46}).error().what;
  EXPECT_TRUE(holds(why, "it did not answer within 300 ms")) << why;
  EXPECT_EQ(graph->set("tool", "level", std::int64_t{6}), Value(std::int64_t{6}));
}

TEST(HostedParameters, OfTheInstanceAreListedCheckedSetAndRead) {
  const auto graph = started(camera());
  const auto list = graph->params("camera");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().unit, "dB");
  EXPECT_EQ(list->front().doc, "of the sensor");
  EXPECT_EQ(list->front().fallback, Value(1.0));
  EXPECT_EQ(graph->set("camera", "Gain", 2.5), Value(2.5));
  EXPECT_EQ(graph->set("camera", "Gain", 2.7).error().what,
            "'Gain' goes in steps of 0.5: 2.5 or 3; found 2.7");
  EXPECT_EQ(graph->set("camera", "Gain", 13.0).error().what, "the camera does not like 13");
  EXPECT_EQ(graph->get("camera", "Gain"), Value(2.5));
  EXPECT_EQ(graph->set("camera", "Gain", 48.0), Value(48.0));
  EXPECT_EQ(graph->set("camera", "Gain", 1.0).error().what,
            "'Gain' can only be read at the moment");
  graph->drain();
  EXPECT_FALSE(ended(*graph).failure);
}

TEST(HostedParameters, OfTheInstanceAreGivenToItsSuccessor) {
  const auto graph = started(camera());
  ASSERT_EQ(graph->set("camera", "Gain", 2.5), Value(2.5));
  EXPECT_FALSE(graph->set("camera", "Gain", 14.0));
  EXPECT_EQ(graph->get("camera", "Gain"), Value(2.5));
}

TEST(HostedParameters, AreSetFromManyThreadsWhileFramesFlow) {
  const auto graph = started(line("Choosy", 2));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (std::int64_t i = 0; i < 100; ++i)
        EXPECT_EQ(graph->set("tool", "level", i % 40).has_value(), i % 2 == 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  graph->drain();
  const Report report = ended(*graph);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(actor(report, "tool").errors, 0U);
}

}  // namespace
}  // namespace omma
