// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "runtime/control/event_hub.hpp"
#include "runtime/control/event_json.hpp"
#include "runtime/control/loss_watch.hpp"
#include "runtime/control/run_folder.hpp"

namespace omma::control {
namespace {

TEST(Event, SaysWhoAndWhichFrame) {
  Event event = event_of(Event::Kind::error, "edges", "it broke");
  EXPECT_EQ(event.line(), "actor 'edges': it broke");
  event.frame = {"camera", 7};
  EXPECT_EQ(event.line(), "actor 'edges', frame 7 of 'camera': it broke");
  event = event_of(Event::Kind::host_exited, "edges", "it was killed by SIGSEGV");
  event.place = "shared";
  EXPECT_EQ(event.line(), "host 'shared': it was killed by SIGSEGV");
  event = event_of(Event::Kind::dropped, "", "3 frames dropped");
  event.place = "a.x -> b.y";
  EXPECT_EQ(event.line(), "edge 'a.x -> b.y': 3 frames dropped");
  EXPECT_EQ(event_of(Event::Kind::ended, "", "ended").line(), "ended");
}

TEST(Event, HasANameForEachKindOfItsOwn) {
  std::set<std::string_view> names;
  for (const Event::Kind kind : event_kinds()) names.insert(name(kind));
  EXPECT_EQ(names.size(), event_kinds().size());
  EXPECT_EQ(event_kinds().back(), Event::Kind::frame);
}

TEST(Event, IsOneLineOfJsonWhateverItsText) {
  const Event event = event_of(Event::Kind::output, "a", "two\nlines \xff");
  const std::string text = event_text(event);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(text)["kind"], "output");
}

TEST(EventQueue, LetsTheOldestGoAndCountsThem) {
  EventHub hub;
  int rung = 0;
  auto queue = std::make_shared<EventQueue>(3, [&] { ++rung; });
  hub.subscribe(queue);
  for (int i = 0; i < 5; ++i) hub.emit(event_of(Event::Kind::error, "a", std::to_string(i)));
  EXPECT_EQ(rung, 5);
  const auto first = queue->take();
  EXPECT_EQ(first->event.text, "2");
  EXPECT_EQ(first->missed, 2U);
  EXPECT_EQ(queue->take()->missed, 0U);
  EXPECT_TRUE(queue->take());
  EXPECT_FALSE(queue->take());
  queue.reset();
  hub.emit(event_of(Event::Kind::error, "a", "nobody hears"));
  EXPECT_EQ(rung, 5);
}

TEST(LossWatch, TellsWhatIsNewOnceForEachPlace) {
  std::vector<Event> events;
  LossWatch watch([&](const Event& event) { events.push_back(event); });
  Report report;
  EdgeReport edge;
  edge.name = "a.x -> b.y";
  edge.dropped = 3;
  edge.lost = 1;
  report.edges.push_back(edge);
  ActorReport actor;
  actor.name = "camera";
  actor.missed = 2;
  report.actors.push_back(actor);
  watch.look(report);
  watch.look(report);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].line(), "edge 'a.x -> b.y': 3 frames dropped");
  EXPECT_EQ(events[0].count, 3U);
  EXPECT_EQ(events[1].line(), "edge 'a.x -> b.y': 1 frame lost");
  EXPECT_EQ(events[2].line(), "actor 'camera': 2 frames left out");
  report.edges[0].dropped = 10;
  watch.look(report);
  EXPECT_EQ(events.back().count, 7U);
}

TEST(RunFacts, AreReadAsTheyWereWritten) {
  RunFacts facts;
  facts.graph = "edges = more";
  facts.file = "/a b/c.toml";
  facts.pid = 42;
  facts.began = "2026-11-27T14:03:59+0100";
  facts.state = "failed";
  facts.ended = "2026-11-27T14:05:00+0100";
  facts.failure = "it broke\nin two";
  const RunFacts read = RunFacts::read(facts.text());
  EXPECT_EQ(read.graph, facts.graph);
  EXPECT_EQ(read.file, facts.file);
  EXPECT_EQ(read.pid, 42);
  EXPECT_EQ(read.state, "failed");
  EXPECT_EQ(read.failure, "it broke in two");
  EXPECT_EQ(RunFacts::read("garbage\n= \n\n").graph, "");
}

}  // namespace
}  // namespace omma::control
