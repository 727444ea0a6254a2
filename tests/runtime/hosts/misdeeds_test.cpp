// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_body.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;

TEST_F(HostTest, ShowsTheTracebackOfAnExceptionWithTheFrame) {
  const Report report = misbehave("error");
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_NE(said().find("frame 20 of 'source': Traceback"), std::string::npos) << said();
  EXPECT_NE(said().find("kinds.py\", line"), std::string::npos);
  EXPECT_NE(said().find("ValueError: bad frame"), std::string::npos);
  EXPECT_EQ(said().find("_channel.py"), std::string::npos) << said();
  EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 1U);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(actor(report, "tool").restarts, 0U);
}

TEST_F(HostTest, TreatsSystemExitAsAnError) {
  EXPECT_EQ(actor(misbehave("leave"), "tool").restarts, 0U);
  EXPECT_EQ(came(), all_but(40, 20));
}

struct Misdeed {
  const char* how;
  const char* words;
};

class Deadly : public HostTest, public ::testing::WithParamInterface<Misdeed> {
 protected:
  static PlannedHost host() {
    PlannedHost host;
    if (std::string_view(GetParam().words).starts_with("did not answer")) host.deadline_ms = 250;
    return host;
  }

  /// Nothing is lost: the next process does what the first one died of.
  void happens_once(const PlannedHost& host) {
    const auto marker = std::filesystem::temp_directory_path() /
                        ("omma-marker-" + std::to_string(getpid()) + GetParam().how);
    std::filesystem::remove(marker);
    const Report report = misbehave(GetParam().how, marker, host);
    std::filesystem::remove(marker);
    EXPECT_EQ(came(), sequences(0, 40));
    EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 0U);
    EXPECT_TRUE(report.balanced);
    EXPECT_EQ(actor(report, "tool").restarts, 1U);
  }
};

TEST_P(Deadly, CostsAFrameThatDoesItTwice) {
  const Report report = misbehave(GetParam().how, {}, host());
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_NE(said().find(GetParam().words), std::string::npos) << said();
  EXPECT_NE(said().find("2 times with this frame"), std::string::npos) << said();
  EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 1U);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(actor(report, "tool").restarts, 2U);
}

TEST_P(Deadly, CostsNothingWhenItHappensOnce) { happens_once(host()); }

INSTANTIATE_TEST_SUITE_P(Misdeeds, Deadly,
                         ::testing::Values(Misdeed{"vanish", "exited with status 3"},
                                           Misdeed{"crash", "SIGSEGV"},
                                           Misdeed{"loop", "did not answer within 250 ms"},
                                           Misdeed{"hold_the_gil", "did not answer within 250 ms"},
                                           Misdeed{"stop", "did not answer within 250 ms"},
                                           Misdeed{"write_wildly", "SIGSEGV"},
                                           Misdeed{"leave_children", "exited with status 3"},
                                           Misdeed{"babble", "sent an invalid message"}),
                         [](const auto& test) { return std::string(test.param.how); });

TEST_P(Deadly, CostsNothingWhenASpareTakesOver) {
  PlannedHost spared = host();
  spared.spare = true;
  happens_once(spared);
}

/// OMMA_TEST_KILLS: how many, for a longer test.
TEST_F(HostTest, LosesNoFrameWhenItsProcessIsKilledAtAnyTime) {
  const char* wanted = std::getenv("OMMA_TEST_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 25;
  const auto path =
      std::filesystem::temp_directory_path() / ("omma-mortal-" + std::to_string(getpid()));
  PlannedHost host;
  host.spare = true;
  host.retries = 1000;
  host.deadline_ms = host.start_deadline_ms = 3'600'000;  // on a machine that is busy, too
  PlanBuilder plan;
  plan.actor("source", "test_numbered")
      .actor("tool", python("Mortal"))
      .param("path", path.string());
  plan.plan.hosts.push_back(host);
  plan.plan.actors.back().host = 0;
  plan.actor("sink", "test_collect");
  plan.edge("source.image", "tool.image").edge("tool.image", "sink.frame");
  forget();
  auto made = Graph::create(plan.plan, {});
  ASSERT_TRUE(made) << made.error().text();
  (*made)->start();
  std::mt19937 random(7);
  const auto failure = [&] { return (*made)->report().failure; };
  for (int killed = 0, last = 0; killed < kills;) {
    ASSERT_FALSE(failure()) << "after " << killed << " kills: " << failure()->text();
    int process = 0;
    std::ifstream(path) >> process;
    if (process == 0 || process == last) {
      std::this_thread::yield();
      continue;
    }
    const auto done = [&] { return actor((*made)->report(), "sink").processed; };
    const std::uint64_t until = done() + random() % 50;
    while (done() < until && !failure()) std::this_thread::yield();
    EXPECT_EQ(kill(process, SIGKILL), 0);
    last = process;
    ++killed;
  }
  (*made)->drain();
  (*made)->wait();
  const Report report = (*made)->report();
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(collected(), sequences(0, edge(report, "source.image -> tool.image").offered));
  for (const EdgeReport& each : report.edges) EXPECT_EQ(each.delivered, each.offered) << each.name;
  // The last one may have come after the last frame.
  EXPECT_NEAR(static_cast<double>(actor(report, "tool").restarts), kills, 1);
  EXPECT_EQ(report.held_bytes, 0U);
  std::filesystem::remove(path);
}

TEST_F(HostTest, ReplacesAProcessThatLeaksAndLosesNothing) {
  PlannedHost host;
  host.memory_mb = 150;
  host.spare = true;
  during = [](Graph& running) {
    if (actor(running.report(), "tool").restarts == 2) running.drain();
  };
  const Report report = run_through("leak", 0, host);
  EXPECT_EQ(came(), sequences(0, edge(report, "source.image -> tool.image").offered));
  EXPECT_TRUE(report.balanced);
  EXPECT_NE(said().find("MB of memory; its host allows 150 (`memory_mb`); another process takes"),
            std::string::npos)
      << said();
}

TEST_F(HostTest, EndsAStepThatTakesTooMuchMemory) {
  PlannedHost host;
  host.memory_mb = 150;
  const Report report = misbehave("devour", {}, host);
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_TRUE(report.balanced);
  EXPECT_NE(said().find("(`memory_mb`), 2 times with this frame"), std::string::npos) << said();
}

TEST_F(HostTest, ShowsWhereAnActorHangs) {
  PlannedHost host;
  host.deadline_ms = 250;
  misbehave("loop", {}, host);
  EXPECT_NE(said().find("it was here"), std::string::npos) << said();
  EXPECT_NE(said().find("kinds.py\", line"), std::string::npos) << said();
}

TEST_F(HostTest, RefusesToLetAnActorWriteIntoItsInput) {
  misbehave("write");
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_NE(said().find("read-only"), std::string::npos) << said();
}

TEST_F(HostTest, ExplainsTheFaultOfCodeInCThatWritesIntoAnInput) {
  const bool built = OMMA_TEST_NATIVE;
  if (!built) GTEST_SKIP() << "the module of hosts in C++ was not built";
  misbehave("write_wildly");
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_NE(said().find("'tool' wrote into the pixels of an input"), std::string::npos) << said();
  EXPECT_NE(said().find("kinds.py\", line"), std::string::npos) << said();
}

TEST_F(HostTest, NamesAResultThatIsNone) {
  misbehave("wrong_type");
  EXPECT_NE(said().find("misbehave returned a str for its output 'image'; expected Image"),
            std::string::npos)
      << said();
  misbehave("wrong_dtype");
  EXPECT_NE(said().find("returned an array of complex64"), std::string::npos) << said();
  EXPECT_EQ(came(), all_but(40, 20));
}

TEST_F(HostTest, TellsAnActorThatAsksForTooMuchMemory) {
  misbehave("exhaust");
  EXPECT_EQ(came(), all_but(40, 20));
  EXPECT_NE(said().find("MemoryError: frame memory: no room for"), std::string::npos) << said();
}

TEST_F(HostTest, SurvivesAnActorThatPrintsALot) {
  misbehave("chatter");
  EXPECT_EQ(came(), sequences(0, 40));
  arrived.clear();
  graph.reset();  // its hosts have ended then
  EXPECT_NE(said().find("line 19999"), std::string::npos);
}

TEST_F(HostTest, LetsAnActorKeepSomeFramesAndNamesTheOneThatKeepsTooMany) {
  PlanBuilder plan = through("keep");
  plan.param("of", std::int64_t{10});
  EXPECT_FALSE(run(plan, "tool.image", 100).failure);
  EXPECT_EQ(came(), sequences(0, 100));
  const Report report = run_through("keep");
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("actor 'tool'"), std::string::npos);
  EXPECT_NE(report.failure->text().find("keep copies"), std::string::npos) << said();
}

TEST_F(HostTest, KeepsAnActorFromChangingWhatItHasGivenAway) {
  const Report report = run_through("keep_result", 10);
  ASSERT_TRUE(report.failure);
  EXPECT_NE(report.failure->text().find("read-only"), std::string::npos) << said();
  EXPECT_EQ(pixel(arrived.at(0)), 0);
}

TEST_F(HostTest, DoesNotStartAnActorThatCanNotBeMade) {
  PlanBuilder plan;
  plan.actor("source", "test_numbered").actor("tool", python("Stubborn", "stubborn"));
  plan.edge("source.image", "tool.image");
  run(plan, "tool.image");
  EXPECT_NE(said().find("RuntimeError: no device"), std::string::npos) << said();
  EXPECT_EQ(graph, nullptr);
}

TEST_F(HostTest, DoesNotStartAnActorThatHangsWhenItIsMade) {
  PlanBuilder plan;
  plan.actor("source", "test_numbered").actor("tool", python("Stubborn", "stubborn"));
  plan.param("hang", true).edge("source.image", "tool.image");
  plan.plan.hosts.push_back({});
  plan.plan.hosts[0].start_deadline_ms = 1500;
  plan.plan.actors.back().host = 0;
  run(plan, "tool.image");
  EXPECT_NE(said().find("not ready within 1500 ms"), std::string::npos) << said();
  EXPECT_NE(said().find("stubborn.py\", line"), std::string::npos) << said();
}

TEST_F(HostTest, NamesAnInterpreterThatIsMissing) {
  PlannedHost host;
  host.python = "/nowhere/python";
  run_through("echo", 10, host);
  EXPECT_NE(said().find("/nowhere/python: No such file or directory"), std::string::npos) << said();
}

TEST_F(HostTest, EndsASourceThatBlocksWhenItIsDrained) {
  PlanBuilder plan;
  plan.actor("endless", python("endless"));
  during = [](Graph& running) {
    if (actor(running.report(), "end").processed == 1) running.drain();
  };
  const Report report = run(plan, "endless.image", 0);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(arrived.size(), 1U);
}

TEST_F(HostTest, HaltsWhileAnActorHangsAndCountsItsFrameAsInFlight) {
  during = [](Graph& running) {
    const Report now = running.report();
    if (actor(now, "tool").processed == 20 && actor(now, "tool").in_step == 1) running.halt();
  };
  const Report report = misbehave("loop");
  EXPECT_TRUE(report.balanced);
  EXPECT_GE(edge(report, "source.image -> tool.image").in_flight, 1U);
  EXPECT_EQ(edge(report, "source.image -> tool.image").lost, 0U);
}

}  // namespace
}  // namespace omma
