// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using hosts::Message;
using testing::actor;
using testing::edge;
using testing::ended;
using testing::fed;
using testing::feed;
using testing::look;
using testing::numbers;
using testing::PlanBuilder;
using testing::push_one;
using testing::ScriptLine;
using testing::started;

TEST(Look, GivesTheNewestFrameToEachWish) {
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

TEST(Look, KeepsItsLedgerWithEveryKindOfProducer) {
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

TEST(Look, RefusesMoreThanItsFramesUntilSomeAreReleased) {
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

TEST(Look, EndsAWishThatIsTakenBack) {
  const auto graph = started(fed());
  ScriptLine frames = look(*graph, "pass");
  frames.say(Message::step);
  frames.say(Message::end);
  EXPECT_EQ(frames.hear()->head.kind, Message::end);
}

TEST(Look, IsOpenedAgainAsSoonAsItWasClosed) {
  const auto graph = started(numbers());
  for (int i = 0; i < 1000; ++i) look(*graph, "source").close();
  look(*graph, "source").ask();
  const Report report = graph->report();
  EXPECT_EQ(report.edges.size(), 2U);
  graph->drain();
  ended(*graph);
}

TEST(Look, OutlivesGarbage) {
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

TEST(Look, HoldsNothingForWhoeverAsksAndNeverReads) {
  const auto graph = started(numbers());
  ScriptLine frames = look(*graph, "source");
  for (int i = 0; i < 10'000; ++i) frames.say(Message::step, static_cast<std::uint64_t>(i));
  graph->drain();
  const Report report = ended(*graph);
  const EdgeReport& looked = edge(report, "source.frame -> script");
  EXPECT_LE(looked.delivered, looked.offered);
}

void look_again_and_again(Graph& graph) {
  for (int i = 0; i < 20; ++i) {
    ScriptLine frames = look(graph, "source");
    EXPECT_TRUE(frames.ask());
  }
}

TEST(Look, IsAnsweredHoweverTheRunEnds) {
  for (int i = 0; i < 50; ++i) {
    const auto graph = started(numbers(), testing::frames(static_cast<std::uint64_t>(i) + 1));
    std::thread looks([&] { look_again_and_again(*graph); });
    if (i % 3 == 1) graph->halt();
    if (i % 3 == 2) graph->drain();
    graph->wait();
    looks.join();
    ended(*graph);
  }
}

TEST(Look, StaysWhenItsProducerIsRestarted) {
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

TEST(Look, EndsWhenItsProducerFails) {
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

TEST(Look, KeepsWhatWasLentUntilItIsReleased) {
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

TEST(Look, SaysWhichPortsThereAre) {
  const auto graph = started(numbers());
  EXPECT_EQ(graph->look("sauce.frame").error().what,
            "there is no actor 'sauce'; there are: source, end");
  EXPECT_EQ(graph->look("source.nothing").error().what,
            "'source' has no port 'nothing' that frames pass; outputs: frame; inputs: none");
}

}  // namespace
}  // namespace omma
