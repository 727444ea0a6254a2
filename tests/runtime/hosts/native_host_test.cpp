// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "runtime/contract/plugin.hpp"
#include "runtime/contract/registry.hpp"
#include "tests/support/hosts.hpp"

// Actors in C++ that run in a host: a process of omma's own, which speaks as interpreters do.

namespace omma {
namespace {

using namespace testing;

class NativeHost : public HostTest {
 protected:
  NativeHost() {
    const auto loaded = load_plugin(OMMA_TEST_PLUGIN);
    if (!loaded) ADD_FAILURE() << loaded.error().text();
  }

  /// numbered -> `kind`, in a host.
  PlanBuilder with(const std::string& kind, const PlannedHost& host = {}) {
    PlanBuilder plan;
    plan.actor("source", "test_numbered").actor("tool", kind);
    add_host(plan, host);
    const auto& inputs = Registry::global().find(kind)->contract.inputs;
    plan.edge("source.image", "tool." + inputs.at(0).name);
    return plan;
  }

  /// The actor added last runs in it.
  static void add_host(PlanBuilder& plan, PlannedHost host = {}) {
    host.name = "host" + std::to_string(plan.plan.hosts.size());
    plan.plan.hosts.push_back(std::move(host));
    plan.plan.actors.back().host = static_cast<int>(plan.plan.hosts.size()) - 1;
  }

  Report misbehave(const std::string& how, const std::string& marker, PlannedHost host = {}) {
    host.deadline_ms = 500;
    PlanBuilder plan = with("native_misbehave", host);
    plan.param("how", how).param("marker", marker).on_error(OnError::skip);
    return run(plan, "tool.image", 40);
  }

  static std::string fresh(const std::string& name) {
    const auto path =
        std::filesystem::path(::testing::TempDir()) / (name + std::to_string(::getpid()));
    std::filesystem::remove(path);
    return path;
  }
};

TEST_F(NativeHost, GivesResultsInOrderWithTheIdentityOfTheirInputs) {
  const Report report = run(with("native_invert"), "tool.image", 100);
  EXPECT_FALSE(report.failure);
  ASSERT_EQ(came(), sequences(0, 100)) << said();
  for (const Frame& frame : arrived) {
    EXPECT_EQ(frame.identity().source, "source");
    EXPECT_EQ(frame.format(), PixelFormat::Mono8);
    EXPECT_EQ(pixel(frame), 255 - static_cast<int>(frame.sequence()));
  }
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST_F(NativeHost, CopiesNothingWhereAStepNeedsMatricesInBetween) {
  const Report report = run(with("native_thrice"), "tool.image", 100);
  ASSERT_EQ(came(), sequences(0, 100)) << said();
  for (const Frame& frame : arrived)
    EXPECT_EQ(pixel(frame), 255 - static_cast<int>(frame.sequence()));
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST_F(NativeHost, PassesInputsOnInTheSlotThatTheyLieIn) {
  for (const char* kind : {"native_echo", "native_delay"}) {
    PlanBuilder plan = with(kind);
    plan.actor("before", "test_arrive").edge("source.image", "before.frame");
    run(plan, "tool.frame", 20);
    std::map<std::uint64_t, std::set<const void*>> places;
    for (const Frame& frame : arrived) places[frame.sequence()].insert(frame.pixels().data());
    EXPECT_EQ(places.size(), 20U) << kind << said();
    for (const auto& [sequence, each] : places) EXPECT_EQ(each.size(), 1U) << kind << sequence;
  }
}

TEST_F(NativeHost, CopiesWhatAnActorWritesInPlace) {
  PlanBuilder plan = with("native_paint");
  plan.actor("before", "test_arrive").edge("source.image", "before.frame");
  const Report report = run(plan, "tool.image", 20);
  ASSERT_EQ(arrived.size(), 40U) << said();
  std::map<std::uint64_t, std::multiset<int>> pixels;
  for (const Frame& frame : arrived) pixels[frame.sequence()].insert(pixel(frame));
  for (const auto& [sequence, both] : pixels)
    EXPECT_EQ(both, (std::multiset<int>{static_cast<int>(sequence), 77}));
  EXPECT_EQ(report.copies.pixels, 20U * 48 * 64);
}

TEST_F(NativeHost, CarriesNotesInBothDirections) {
  PlanBuilder plan = with("native_find");
  plan.actor("again", "native_find").edge("tool.regions", "again.image");
  plan.plan.actors.back().host = 0;
  run(plan, "again.regions", 4);
  ASSERT_EQ(arrived.size(), 4U) << said();
  const Regions regions = arrived[3].regions();
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions[0].label, "level");
  EXPECT_FLOAT_EQ(regions[1].confidence, 3.0F / 255.0F);
  EXPECT_EQ(regions[1].tensors.at(0).name, "one");
  EXPECT_EQ(pixel(arrived[3]), 3);
}

TEST_F(NativeHost, KeepsNumbersTimesAndMissingRowsOfASource) {
  PlanBuilder plan;
  plan.actor("camera", "native_device");
  add_host(plan);
  const Report report = run(plan, "camera.image", 0);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(came(), (std::vector<std::uint64_t>{10, 12, 14, 16, 18})) << said();
  EXPECT_EQ(actor(report, "camera").missed, 14U);
  const Frame& last = arrived.back();
  EXPECT_EQ(last.times().capture_ns, 1004);
  EXPECT_EQ(last.times().clock, Clock::camera);
  EXPECT_EQ(last.status(), Status::incomplete);
  ASSERT_EQ(last.missing().size(), 1U);
  EXPECT_EQ(last.missing()[0].first, 40U);
  EXPECT_EQ(last.identity().source, "camera");
}

TEST_F(NativeHost, ClosesWhatAnActorWrites) {
  const std::string path = fresh("native_writer");
  PlanBuilder plan = with("native_writer");
  plan.param("path", path);
  run(plan, "", 3);
  graph.reset();
  std::string text;
  std::getline(std::ifstream(path), text);
  EXPECT_EQ(text, "0 1 2 end") << said();
}

TEST_F(NativeHost, LosesNoFrameWhenItsProcessDiesOnce) {
  for (const char* how : {"segv", "abort", "exit"}) {
    const std::string marker = fresh("native_marker");
    const Report report = misbehave(how, marker);
    EXPECT_EQ(came(), sequences(0, 40)) << how << said();
    EXPECT_EQ(actor(report, "tool").restarts, 1U) << how;
    EXPECT_TRUE(report.balanced);
  }
}

TEST_F(NativeHost, SkipsAFrameThatEndsItsProcessTwice) {
  for (const char* how : {"segv", "hang", "stop"}) {
    const Report report = misbehave(how, "");
    EXPECT_EQ(came(), all_but(40, 20)) << how << said();
    EXPECT_EQ(actor(report, "tool").errors, 1U) << how;
    EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 1U) << how;
    EXPECT_TRUE(report.balanced);
  }
}

#ifndef __SANITIZE_ADDRESS__
#ifndef __SANITIZE_THREAD__
TEST_F(NativeHost, TellsWhereItCrashedAndAtWhichFrame) {
  misbehave("segv", fresh("native_marker"));
  EXPECT_NE(said().find("frame 20 of 'source', crashed: SIGSEGV at address"), std::string::npos)
      << said();
  EXPECT_NE(said().find("Misbehave"), std::string::npos) << said();
}
#endif
#endif

TEST_F(NativeHost, TellsWhereItHangs) {
  misbehave("hang", fresh("native_marker"));
#ifndef __SANITIZE_THREAD__  // it holds back the signal that asks a thread where it is
  EXPECT_NE(said().find("actor 'tool', frame 20 of 'source', is here"), std::string::npos)
      << said();
#endif
  EXPECT_NE(said().find("it did not answer within 500 ms"), std::string::npos) << said();
  EXPECT_EQ(came(), sequences(0, 40));
}

TEST_F(NativeHost, EndsItsProcessAndNobodyElseWhenItWritesTooFar) {
  for (const std::int64_t by : {1'100, 4'096, 5'000, 20'000}) {
    PlanBuilder plan = with("native_misbehave");
    plan.param("how", "overflow").param("marker", fresh("native_marker")).param("by", by);
    const Report report = run(plan, "tool.image", 40);
    EXPECT_EQ(came(), sequences(0, 40)) << said();
    for (const Frame& frame : arrived) EXPECT_EQ(pixel(frame), static_cast<int>(frame.sequence()));
    EXPECT_EQ(actor(report, "tool").restarts, 1U) << by;
  }
}

TEST_F(NativeHost, AnExceptionIsAnErrorOfTheStepAlone) {
  const Report report = misbehave("throw", "");
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_EQ(actor(report, "tool").restarts, 0U);
  EXPECT_NE(said().find("this picture is bad"), std::string::npos) << said();
}

TEST_F(NativeHost, SetsParametersBetweenStepsAndChangesNothingWhenItRefuses) {
  PlanBuilder plan = with("native_misbehave");
  plan.param("how", "").param("level", std::int64_t{5});
  int asked = 0;
  during = [&](Graph& running) {
    if (asked++ > 0) return;
    const auto set = running.set("tool", "level", std::int64_t{7});
    ASSERT_TRUE(set) << set.error().text();
    EXPECT_EQ(std::get<std::int64_t>(*set), 7);
    const auto refused = running.set("tool", "level", std::int64_t{700});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("the level is too high"), std::string::npos);
    EXPECT_EQ(std::get<std::int64_t>(*running.get("tool", "level")), 7);
    running.drain();
  };
  run(plan, "tool.image", 0);
  EXPECT_EQ(came(), sequences(0, came().size()));
}

TEST_F(NativeHost, SharesAProcessAmongActorsOfOneHost) {
  PlanBuilder plan = with("native_invert");
  plan.actor("again", "native_invert").edge("tool.image", "again.image");
  plan.plan.actors.back().host = 0;
  const Report report = run(plan, "again.image", 50);
  ASSERT_EQ(came(), sequences(0, 50)) << said();
  for (const Frame& frame : arrived) EXPECT_EQ(pixel(frame), static_cast<int>(frame.sequence()));
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST_F(NativeHost, TakesWhatAnActorInPythonMadeAndGivesItTheNext) {
  PlanBuilder plan = with("native_invert");
  plan.actor("python", python("invert")).edge("tool.image", "python.image");
  plan.plan.actors.back().host = 0;  // of the same name: a process for each language
  plan.actor("last", "native_invert").edge("python.image", "last.image");
  plan.plan.actors.back().host = 0;
  const Report report = run(plan, "last.image", 50);
  ASSERT_EQ(came(), sequences(0, 50)) << said();
  for (const Frame& frame : arrived)
    EXPECT_EQ(pixel(frame), 255 - static_cast<int>(frame.sequence()));
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST_F(NativeHost, WorksOnSeveralFramesAtATime) {
  PlanBuilder plan = with("native_invert");
  plan.replicas(3);
  run(plan, "tool.image", 100);
  EXPECT_EQ(came(), sequences(0, 100)) << said();
}

}  // namespace
}  // namespace omma
