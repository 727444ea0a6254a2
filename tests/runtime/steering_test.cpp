// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using hosts::Message;
using testing::actor;
using testing::edge;
using testing::PlanBuilder;
using testing::push_one;
using testing::ScriptLine;

std::unique_ptr<Graph> started(const PlanBuilder& builder, RunOptions options = {}) {
  testing::forget();
  options.scripted = true;
  auto graph = Graph::create(builder.plan, options);
  EXPECT_TRUE(graph) << graph.error().text();
  (*graph)->start();
  return std::move(*graph);
}

PlanBuilder numbers() {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("end", "test_collect");
  builder.edge("source.frame", "end.frame");
  return builder;
}

PlanBuilder fed() {
  PlanBuilder builder;
  builder.actor("source", "script").actor("pass", "test_pass").actor("end", "test_collect");
  builder.edge("source.frame", "pass.frame").edge("pass.frame", "end.frame");
  return builder;
}

ScriptLine look(Graph& graph, const std::string& port) { return ScriptLine(*graph.look(port)); }
ScriptLine feed(Graph& graph, const std::string& port) { return ScriptLine(*graph.feed(port)); }

Report ended(Graph& graph) {
  graph.wait();
  const Report report = graph.report();
  EXPECT_TRUE(report.balanced);
  return report;
}

// ---- looking

TEST(Tap, GivesTheNewestFrameToEachWish) {
  const auto graph = started(fed());
  ScriptLine frames = look(*graph, "pass.frame");
  ScriptLine pushed = feed(*graph, "source");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(push_one(pushed));
  pushed.say(Message::end);
  const Report report = ended(*graph);
  const auto newest = frames.ask(7);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->head.kind, Message::step);
  EXPECT_EQ(newest->head.number, 7U);
  EXPECT_EQ(newest->input.present, 1);
  EXPECT_EQ(newest->input.width, 4U);
  EXPECT_EQ(edge(report, "pass.frame -> script").dropped, 2U);
  EXPECT_EQ(frames.ask()->head.kind, Message::end);
}

TEST(Tap, KeepsItsLedgerWithEveryKindOfProducer) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("pass", "test_pass");
  builder.actor("copies", "test_jitter").replicas(3).actor("end", "test_collect");
  builder.edge("source.frame", "pass.frame").edge("pass.frame", "copies.frame");
  builder.edge("copies.frame", "end.frame");
  const auto graph = started(builder, testing::frames(2000));
  std::vector<ScriptLine> lines;
  for (const char* port : {"source", "pass.frame", "copies", "end.frame"})
    lines.push_back(look(*graph, port));
  for (bool any = true; any;) {
    any = false;
    for (ScriptLine& line : lines) {
      const auto heard = line.ask();
      if (heard->head.kind != Message::step) continue;
      line.release(heard->input.lease);
      any = true;
    }
  }
  const Report report = ended(*graph);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 2000));
  EXPECT_EQ(edge(report, "copies.frame -> script").in_flight, 0U);
  EXPECT_NO_THROW(edge(report, "copies.frame -> script 2"));  // by the input that it feeds
}

TEST(Tap, RefusesMoreThanItsFramesUntilSomeAreReleased) {
  const auto graph = started(numbers());
  ScriptLine frames = look(*graph, "source");
  std::uint32_t last = 0;
  for (int i = 0; i < 32; ++i) last = frames.ask()->input.lease;
  const auto refused = frames.ask();
  EXPECT_EQ(refused->head.kind, Message::error);
  EXPECT_EQ(refused->text, "it keeps too many frames");
  frames.release(last);
  EXPECT_EQ(frames.ask()->head.kind, Message::step);
}

TEST(Tap, EndsAWishThatIsTakenBack) {
  const auto graph = started(fed());
  ScriptLine frames = look(*graph, "pass");
  frames.say(Message::step);
  frames.say(Message::end);
  EXPECT_EQ(frames.hear()->head.kind, Message::end);
}

TEST(Tap, IsOpenedAgainAsSoonAsItWasClosed) {
  const auto graph = started(numbers());
  for (int i = 0; i < 1000; ++i) look(*graph, "source").close();
  look(*graph, "source").ask();
  const Report report = graph->report();
  EXPECT_EQ(report.edges.size(), 2U);
  graph->drain();
  ended(*graph);
}

TEST(Tap, OutlivesGarbage) {
  const auto graph = started(numbers());
  ScriptLine frames = look(*graph, "source");
  frames.send("x");
  frames.send("half a head");
  frames.release(12345);
  frames.say(static_cast<Message>(999));
  frames.say(Message::result, 3);
  hosts::Writer writer;
  writer.begin({Message::release, 0, 1'000'000, 0});
  frames.send({reinterpret_cast<const char*>(writer.bytes().data()), writer.bytes().size()});
  EXPECT_EQ(frames.ask(5)->head.number, 5U);
}

TEST(Tap, HoldsNothingForWhoeverAsksAndNeverReads) {
  const auto graph = started(numbers());
  ScriptLine frames = look(*graph, "source");
  for (int i = 0; i < 10'000; ++i) frames.say(Message::step, static_cast<std::uint64_t>(i));
  graph->drain();
  const Report report = ended(*graph);
  const EdgeReport& looked = edge(report, "source.frame -> script");
  EXPECT_LE(looked.delivered, looked.offered);
}

TEST(Tap, IsAnsweredHoweverTheRunEnds) {
  for (int i = 0; i < 50; ++i) {
    const auto graph = started(numbers(), testing::frames(static_cast<std::uint64_t>(i) + 1));
    std::thread looks([&] {
      for (int j = 0; j < 20; ++j) {
        ScriptLine frames = look(*graph, "source");
        const auto heard = frames.ask();
        EXPECT_TRUE(heard);
      }
    });
    if (i % 3 == 1) graph->halt();
    if (i % 3 == 2) graph->drain();
    graph->wait();
    looks.join();
    ended(*graph);
  }
}

TEST(Tap, StaysWhenItsProducerIsRestarted) {
  PlanBuilder builder;
  builder.actor("source", "script").actor("faulty", "test_faulty");
  builder.on_error(OnError::restart, {.max = 100, .within_s = 1000, .backoff_ms = 0});
  builder.actor("end", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "end.frame");
  const auto graph = started(builder);
  ScriptLine frames = look(*graph, "faulty");
  ScriptLine pushed = feed(*graph, "source");
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(push_one(pushed));
  pushed.say(Message::end);
  const Report report = ended(*graph);
  EXPECT_EQ(actor(report, "faulty").restarts, 5U);
  EXPECT_EQ(edge(report, "faulty.frame -> script").offered, 45U);
}

TEST(Tap, EndsWhenItsProducerFails) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("faulty", "test_faulty");
  builder.actor("end", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "end.frame");
  const auto graph = started(builder);
  ScriptLine frames = look(*graph, "faulty");
  while (frames.ask()->head.kind == Message::step) {
  }
  EXPECT_TRUE(ended(*graph).failure);
}

TEST(Tap, KeepsWhatWasLentUntilItIsReleased) {
  PlanBuilder builder;
  builder.actor("source", "test_bulk").param("bytes", std::int64_t{1} << 20);
  builder.actor("end", "test_collect").edge("source.frame", "end.frame");
  builder.plan.slab_bytes = std::uint64_t{64} << 20;
  const auto graph = started(builder);
  ScriptLine frames = look(*graph, "source");
  const auto kept = frames.ask();
  for (int i = 0; i < 100; ++i) {
    const auto next = frames.ask();
    EXPECT_NE(next->input.pixels, kept->input.pixels);
    frames.release(next->input.lease);
  }
}

TEST(Tap, SaysWhichPortsThereAre) {
  const auto graph = started(numbers());
  EXPECT_EQ(graph->look("sauce.frame").error().what,
            "there is no actor 'sauce'; there are: source, end");
  EXPECT_EQ(graph->look("source.nothing").error().what,
            "'source' has no port 'nothing' that frames pass; outputs: frame; inputs: none");
}

// ---- feeding

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

TEST(Feed, WakesWhoeverPushesWhenTheRunEnds) {
  const auto halt = [](Graph& graph) { graph.halt(); };
  const auto drain = [](Graph& graph) { graph.drain(); };
  for (const auto& end : std::vector<std::function<void(Graph&)>>{halt, drain}) {
    const auto graph = started(fed());
    ScriptLine pushed = feed(*graph, "source.frame");
    ASSERT_TRUE(push_one(pushed));
    std::thread pushes([&] {
      while (push_one(pushed)) {
      }
    });
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

TEST(Feed, GivesRoomBackThatAnotherFrameHad) {
  PlanBuilder builder = fed();
  builder.plan.slab_bytes = std::uint64_t{8} << 20;
  const auto graph = started(builder);
  ScriptLine pushed = feed(*graph, "source");
  const auto first = pushed.hear();
  pushed.need(5 << 20, 1);
  const auto large = pushed.hear()->rooms.front();
  pushed.push(first->head.number, large.lease, {large.lease});
  const auto second = pushed.hear();
  pushed.need(6 << 20, 2);  // there is none
  pushed.need(7 << 20, 3);  // as little, and nobody waits for the one before
  pushed.release(large.lease);
  const auto granted = pushed.hear();
  EXPECT_EQ(granted->head.number, 3U);
  EXPECT_GE(granted->rooms.front().size, 7U << 20);
  pushed.push(second->head.number, granted->rooms.front().lease);
  pushed.say(Message::end);
  ended(*graph);
  EXPECT_EQ(testing::collected(), testing::sequences(0, 2));
}

TEST(Feed, RefusesWhatNeverFits) {
  PlanBuilder builder = fed();
  builder.plan.slab_bytes = std::uint64_t{8} << 20;
  const auto graph = started(builder);
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
  PlanBuilder builder = fed();
  builder.plan.slab_bytes = std::uint64_t{8} << 20;
  const auto graph = started(builder);
  ScriptLine pushed = feed(*graph, "source");
  const auto first = pushed.hear();
  pushed.need(5 << 20, 1);
  const auto large = pushed.hear()->rooms.front();
  pushed.push(first->head.number, large.lease, {large.lease});
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
  for (int i = 0; i < 9; ++i) frames.ask();  // 1.25 MB each: three quarters
  ScriptLine pushed = feed(*graph, "source");
  graph->drain();
  ended(*graph);
}

TEST(Feed, FailsByGarbageAndSaysSo) {
  const auto graph = started(fed());
  ScriptLine pushed = feed(*graph, "source");
  pushed.send("x");
  pushed.say(static_cast<Message>(999));
  pushed.release(777);
  const auto turn = pushed.hear();
  pushed.push(turn->head.number + 1, 1);  // out of order: not taken
  pushed.push(turn->head.number, 12345);
  const Report report = ended(*graph);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("it names no slot of its own"), std::string::npos);
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

// ---- parameters

TEST(Steering, SetsAndTellsParameters) {
  PlanBuilder builder = numbers();
  builder.actor("faulty", "test_faulty").param("every", std::int64_t{20});
  builder.actor("last", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "last.frame");
  const auto graph = started(builder, testing::frames(1));
  EXPECT_EQ(*graph->get("faulty", "every"), Value(std::int64_t{20}));
  EXPECT_EQ(*graph->get("faulty", "throws"), Value(true));
  EXPECT_TRUE(graph->set("faulty", "every", std::int64_t{30}));
  EXPECT_EQ(*graph->get("faulty", "every"), Value(std::int64_t{30}));
  EXPECT_FALSE(graph->set("faulty", "every", std::int64_t{0}));
  EXPECT_EQ(graph->get("faulty", "evry").error().what,
            "actor 'faulty' has no parameter 'evry'; it has: every, throws");
}

// ---- halting

TEST(Steering, HaltsAnActorThatWaitsForItsRestart) {
  std::atomic<bool> failed{false};
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("faulty", "test_faulty");
  builder.on_error(OnError::restart, {.backoff_ms = 1e9});
  builder.actor("end", "test_collect");
  builder.edge("source.frame", "faulty.frame").edge("faulty.frame", "end.frame");
  RunOptions options;
  options.log = [&](const std::string&) { failed = true, failed.notify_all(); };
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
