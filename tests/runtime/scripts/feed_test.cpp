// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using hosts::Message;
using testing::actor;
using testing::ended;
using testing::fed;
using testing::feed;
using testing::look;
using testing::PlanBuilder;
using testing::push_one;
using testing::ScriptLine;
using testing::started;

TEST(Feed, TakesWhatWasPushedInOrder) {
  const auto graph = started(fed());
  ScriptLine pushed = feed(*graph, "pass.frame");
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(push_one(pushed));
  pushed.say(Message::end);
  ended(*graph);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 100));
  pushed.hear();  // the frame that might have come
  EXPECT_FALSE(pushed.hear());
}

TEST(Feed, EndsWithItsScript) {
  const auto graph = started(fed());
  ScriptLine pushed = feed(*graph, "source.frame");
  ASSERT_TRUE(push_one(pushed));
  pushed.close();
  ended(*graph);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 1));
}

TEST(Feed, TakesWhatWasPushedBeforeTheDrain) {
  for (int i = 0; i < 50; ++i) {
    const auto graph = started(fed());
    ScriptLine pushed = feed(*graph, "source.frame");
    for (int j = 0; j < 3; ++j) ASSERT_TRUE(push_one(pushed));
    graph->drain();
    ended(*graph);
    EXPECT_EQ(testing::collected(), testing::sequences(0, 3));
  }
}

/// How many there were.
std::size_t push_until_the_end(ScriptLine& pushed) {
  std::size_t count = 0;
  while (push_one(pushed)) ++count;
  return count;
}

TEST(Feed, TakesOrRefusesWhatIsPushedDuringTheDrain) {
  for (int i = 0; i < 300; ++i) {
    const auto graph = started(fed());
    ScriptLine pushed = feed(*graph, "source.frame");
    ASSERT_TRUE(push_one(pushed));
    std::size_t taken = 1;
    std::thread pushes([&] { taken += push_until_the_end(pushed); });
    graph->drain();
    ended(*graph);
    pushes.join();
    ASSERT_EQ(testing::collected().size(), taken);
  }
}

TEST(Feed, WakesWhoeverPushesWhenTheRunEnds) {
  const auto halt = [](Graph& graph) { graph.halt(); };
  const auto drain = [](Graph& graph) { graph.drain(); };
  for (const auto& end : std::vector<std::function<void(Graph&)>>{halt, drain}) {
    const auto graph = started(fed());
    ScriptLine pushed = feed(*graph, "source.frame");
    ASSERT_TRUE(push_one(pushed));
    std::thread pushes([&] { push_until_the_end(pushed); });
    end(*graph);
    graph->wait();
    pushes.join();
    ended(*graph);
  }
}

TEST(Feed, TakesNoMoreThanTheRunIsToHave) {
  PlanBuilder builder = fed();
  builder.actor("other", "script").actor("last", "test_collect");
  builder.edge("other.frame", "last.frame");
  const auto graph = started(builder, testing::frames(2));
  ScriptLine pushed = feed(*graph, "source");
  EXPECT_TRUE(push_one(pushed));
  EXPECT_TRUE(push_one(pushed));
  EXPECT_FALSE(pushed.hear());  // although the other source goes on
}

PlanBuilder fed_with_8_mb() {
  PlanBuilder builder = fed();
  builder.plan.slab_bytes = std::uint64_t{8} << 20;
  return builder;
}

/// Pushes one that is too large for a second one beside it, and keeps it; its lease.
std::uint32_t push_large(ScriptLine& pushed) {
  const auto first = pushed.hear();
  pushed.need(5 << 20, 1);
  const std::uint32_t lease = pushed.hear()->rooms.front().lease;
  pushed.push(first->head.number, lease, {lease});
  return lease;
}

TEST(Feed, GivesRoomBackThatAnotherFrameHad) {
  const auto graph = started(fed_with_8_mb());
  ScriptLine pushed = feed(*graph, "source");
  const std::uint32_t large = push_large(pushed);
  const auto second = pushed.hear();
  pushed.need(6 << 20, 2);  // there is none
  pushed.need(7 << 20, 3);  // as little, and nobody waits for the one before
  pushed.release(large);
  const auto granted = pushed.hear();
  EXPECT_EQ(granted->head.number, 3U);
  EXPECT_GE(granted->rooms.front().size, 7U << 20);
  pushed.push(second->head.number, granted->rooms.front().lease);
  pushed.say(Message::end);
  ended(*graph);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 2));
}

TEST(Feed, RefusesWhatNeverFits) {
  const auto graph = started(fed_with_8_mb());
  ScriptLine pushed = feed(*graph, "source");
  pushed.hear();
  pushed.need(5 << 20, 1);
  EXPECT_EQ(pushed.hear()->rooms.size(), 1U);
  pushed.need(5 << 20, 2);  // beside the one that is not pushed
  const auto refused = pushed.hear();
  EXPECT_TRUE(refused->rooms.empty());
  EXPECT_EQ(refused->text,
            "there is no room for a frame of 5242880 bytes: all frames together may take 8388608 "
            "(`slab_mb` of the graph)");
}

TEST(Feed, EndsWhileThereIsNoRoom) {
  const auto graph = started(fed_with_8_mb());
  ScriptLine pushed = feed(*graph, "source");
  push_large(pushed);
  pushed.hear();
  pushed.need(5 << 20, 2);
  graph->drain();
  EXPECT_FALSE(pushed.hear());
  ended(*graph);
}

TEST(Feed, EndsWhileFramesThatAreKeptCrowdTheMemory) {
  PlanBuilder builder = fed();
  builder.actor("bulk", "test_bulk").param("bytes", std::int64_t{1} << 20);
  builder.actor("last", "test_collect").edge("bulk.frame", "last.frame");
  builder.plan.slab_bytes = std::uint64_t{16} << 20;
  const auto graph = started(builder);
  ScriptLine frames = look(*graph, "bulk");
  for (int i = 0; i < 10; ++i) frames.ask();  // 1.25 MB each: more than three quarters
  ScriptLine pushed = feed(*graph, "source");
  ASSERT_TRUE(push_one(pushed));
  graph->drain();
  ended(*graph);
}

TEST(Feed, FailsByGarbageAndSaysSo) {
  const auto graph = started(fed());
  ScriptLine pushed = feed(*graph, "source");
  pushed.release(777);
  const auto turn = pushed.hear();
  pushed.push(turn->head.number + 1, 1);  // out of order: not taken
  pushed.push(turn->head.number, 12345);
  const Report report = ended(*graph);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("it names no slot of its own"), std::string::npos);
}

TEST(Feed, FailsByAMessageThatIsNone) {
  for (const std::string_view garbage : {"x", "this is longer than a head"}) {
    const auto graph = started(fed());
    ScriptLine pushed = feed(*graph, "source");
    pushed.send(garbage);
    const Report report = ended(*graph);
    ASSERT_TRUE(report.failure);
    EXPECT_NE(report.failure->text().find("sent an invalid message"), std::string::npos);
  }
}

TEST(Feed, GoesOnAfterARestart) {
  PlanBuilder builder = fed();
  builder.plan.actors.front().on_error = OnError::restart;
  const auto graph = started(builder);
  ScriptLine pushed = feed(*graph, "source");
  pushed.push(pushed.hear()->head.number, 12345);
  ASSERT_TRUE(push_one(pushed));
  pushed.say(Message::end);
  EXPECT_EQ(actor(ended(*graph), "source").restarts, 1U);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 1));
}

TEST(Feed, IsHadOnce) {
  const auto graph = started(fed());
  const auto pushed = graph->feed("source");
  EXPECT_EQ(graph->feed("pass.frame").error().what, "'source' is fed already");
  EXPECT_EQ(graph->feed("end.frame").error().what,
            "'end.frame' gets its frames from 'pass', so nothing can be pushed there; leave the "
            "input open, or name it when the run begins: feed=[\"end.frame\"]");
}

TEST(Feed, NeedsAScript) {
  const auto graph = Graph::create(fed().plan, {});
  ASSERT_FALSE(graph);
  EXPECT_NE(graph.error().text().find("a script in Python feeds this source"), std::string::npos);
}

}  // namespace
}  // namespace omma
