// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <thread>

#include "runtime/actor.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using testing::actor;
using testing::edge;
using testing::ended;
using testing::PlanBuilder;
using testing::run;
using testing::started;
using Numbers = std::vector<std::uint64_t>;

/// A device that counts its frames, and loses each third one.
struct Counter {
  std::uint64_t next = 0;
  Sample process() {
    if (next % 3 == 2) ++next;
    Sample sample;
    sample.sequence = next++;
    return sample;
  }
};

/// A device whose driver calls back, from a thread of its own, until it is unplugged.
template <std::uint64_t Frames>
struct Driver {
  EventSink tell;
  PushQueue<Sample> taken{4};
  std::thread thread;

  void set_events(EventSink events) { tell = std::move(events); }

  Result<std::optional<Sample>> process() {
    if (!thread.joinable()) thread = std::thread([this] { call_back(); });
    return taken.pop();
  }
  void wake() { taken.wake(); }
  ~Driver() {
    taken.close();
    if (thread.joinable()) thread.join();
  }

  void call_back() {
    tell(event_of(Event::Kind::connected, "", "a device that counts"));
    for (std::uint64_t i = 0; i < Frames; ++i) {
      Sample sample;
      sample.image = cv::Mat(4, 4, CV_8U, cv::Scalar(static_cast<double>(i % 256)));
      sample.sequence = i;
      if (taken.try_push(sample) == Pushed::closed) return;  // full: the frame is left out
    }
    tell(event_of(Event::Kind::disconnected, "", "it was unplugged"));
    taken.close();
  }
};

/// Two cameras on one output; the second one comes later and begins at 100.
struct Hub {
  std::uint64_t step = 0;
  Sample process() {
    Sample sample;
    sample.source = step % 2 == 0 || step < 10 ? "left" : "right";
    sample.sequence = sample.source == "left" ? step : 100 + step;
    ++step;
    return sample;
  }
};

/// Goes back.
struct Confused {
  std::uint64_t step = 0;
  Sample process() {
    Sample sample;
    sample.sequence = step++ == 3 ? 1 : step;
    return sample;
  }
};

const Registered counter = Declare<Counter>("test_counter", "Counts.", outputs("frame"));
const Registered driver = Declare<Driver<1000>>("test_driver", "Calls back.", outputs("frame"));
const Registered endless =
    Declare<Driver<UINT64_MAX>>("test_endless_driver", "Is never unplugged.", outputs("frame"));
const Registered hub = Declare<Hub>("test_hub", "Has two.", outputs(port("frame").many_sources()));
const Registered confused = Declare<Confused>("test_confused", "Goes back.", outputs("frame"));

TEST(Source, HasNumbersOfItsOwnWhoseGapsReachASameFrameJoin) {
  PlanBuilder builder;
  builder.actor("camera", "test_counter").actor("sieve", "test_sieve").actor("join", "test_both");
  builder.actor("end", "test_collect");
  builder.edge("camera.frame", "sieve.frame").edge("camera.frame", "join.left");
  builder.edge("sieve.frame", "join.right").edge("join.frame", "end.frame");
  const Report report = run(builder, testing::frames(6));
  EXPECT_EQ(actor(report, "camera").processed, 6U);
  EXPECT_EQ(actor(report, "camera").missed, 2U);
  EXPECT_EQ(testing::collected(), (Numbers{0, 4, 6}));
  EXPECT_EQ(edge(report, "camera.frame -> join.left").dropped, 3U);
  EXPECT_TRUE(report.balanced);
}

TEST(Source, TakesFramesFromAThreadOfSomebodyElse) {
  PlanBuilder builder;
  builder.actor("camera", "test_driver").actor("end", "test_collect");
  builder.edge("camera.frame", "end.frame");
  std::vector<std::string> said;
  RunOptions options;
  options.events = [&](const Event& event) {
    said.push_back(std::string(name(event.kind)) + ": " + event.line());
  };
  const Report report = run(builder, options);
  const Numbers numbers = testing::collected();
  ASSERT_FALSE(numbers.empty());
  EXPECT_TRUE(std::ranges::is_sorted(numbers));
  EXPECT_EQ(numbers.size() + actor(report, "camera").missed, numbers.back() + 1);
  EXPECT_EQ(said, (std::vector<std::string>{"connected: actor 'camera': a device that counts",
                                            "disconnected: actor 'camera': it was unplugged"}));
}

TEST(Source, EndsWhileAThreadOfSomebodyElseStillPushes) {
  PlanBuilder builder;
  builder.actor("camera", "test_endless_driver").actor("end", "test_collect");
  builder.edge("camera.frame", "end.frame");
  run(builder, testing::frames(10));
  EXPECT_EQ(testing::collected().size(), 10U);
}

TEST(Source, MayCarrySeveralSourcesThatCome) {
  PlanBuilder builder;
  builder.actor("hub", "test_hub").actor("end", "test_collect");
  builder.edge("hub.frame", "end.frame");
  const Report report = run(builder, testing::frames(20));
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(testing::collected().size(), 20U);
  EXPECT_EQ(actor(report, "hub").missed, 8U);  // each other one of both, from 10 on
}

TEST(Source, MustNotGoBack) {
  PlanBuilder builder;
  builder.actor("camera", "test_confused").on_error(OnError::skip).actor("end", "test_collect");
  builder.edge("camera.frame", "end.frame");
  std::string said;
  RunOptions options = testing::frames(5);
  options.events = [&](const Event& event) { said += event.line(); };
  const Report report = run(builder, options);
  EXPECT_EQ(said,
            "actor 'camera': it gave frame 1 of 'camera' after frame 3; the numbers of a source "
            "have to grow");
  EXPECT_EQ(testing::collected(), (Numbers{1, 2, 3, 5, 6}));
}

}  // namespace
}  // namespace omma
