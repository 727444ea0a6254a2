// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/preparation.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;
namespace fs = std::filesystem;

constexpr int long_ms = 3'600'000;

/// Graphs of actors that are made once another one is being made.
class StartTest : public HostTest {
 protected:
  StartTest() { fs::create_directories(folder_); }
  ~StartTest() override { fs::remove_all(folder_); }

  /// source -> one -> two, and what they do then: the second one reads until the first one's
  /// process has ended, or the other way round.
  PlanBuilder two(const std::string& one, const std::string& other, bool first_reads = true) {
    PlanBuilder plan;
    plan.actor("source", "test_numbered");
    fs::create_directory(folder_ / "pipe.first");
    for (const auto& [name, then] : {std::pair{"one", one}, std::pair{"two", other}}) {
      plan.actor(name, python("Meet", "meeting")).param("pipe", folder_ / "pipe");
      plan.param("then", then).param("reads", (name == std::string("one")) == first_reads);
      plan.plan.actors.back().host = static_cast<int>(plan.plan.hosts.size());
      plan.plan.hosts.emplace_back().name = name;
      plan.plan.hosts.back().start_deadline_ms = long_ms;
    }
    return plan.edge("source.image", "one.image").edge("one.image", "two.image");
  }

  /// Processes that this one started and that have not been waited for.
  static std::string children() {
    std::string list;
    for (const auto& thread : fs::directory_iterator("/proc/self/task")) {
      std::string some;
      std::getline(std::ifstream(thread.path() / "children"), some);
      list += some;
    }
    return list;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("omma-start-" + std::to_string(getpid()));
};

TEST_F(StartTest, StartsHostsBesideEachOther) {
  EXPECT_FALSE(run(two("live", "live"), "two.image", 10).failure);
  EXPECT_EQ(came(), sequences(0, 10)) << said();
}

TEST_F(StartTest, StartsReplicasBesideEachOther) {
  PlanBuilder plan;
  plan.actor("source", "test_numbered").actor("tool", python("Meet", "meeting")).replicas(2);
  plan.param("pipe", folder_ / "pipe").edge("source.image", "tool.image");
  run(plan, "tool.image", 10);
  EXPECT_EQ(came(), sequences(0, 10)) << said();
}

TEST_F(StartTest, NamesTheFirstActorThatFailsEvenIfItFailsLast) {
  run(two("fail", "fail"), "two.image");
  EXPECT_EQ(graph, nullptr);
  EXPECT_NE(said().find("actor 'one': Traceback"), std::string::npos) << said();
  EXPECT_EQ(children(), "");
}

TEST_F(StartTest, WaitsForNoActorAfterTheOneThatFails) {
  run(two("fail", "hang", false), "two.image");
  EXPECT_NE(said().find("actor 'one': Traceback"), std::string::npos) << said();
  EXPECT_EQ(children(), "");
}

}  // namespace
}  // namespace omma
