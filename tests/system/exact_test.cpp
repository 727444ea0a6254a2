// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>

#include "actors/video/pattern.hpp"
#include "dsl/graph.hpp"
#include "runtime/actor.hpp"
#include "runtime/graph/graph.hpp"

namespace omma {
namespace {

constexpr std::uint64_t count = 100'000;

/// Compares each frame with what the source says it must be.
struct Witness {
  actors::Pattern scene;
  std::uint64_t next = 0;
  static inline std::uint64_t seen = 0;

  Witness() {
    scene.width = 128;
    scene.height = 32;
    scene.format = "Mono8";
    scene.objects = 2;
  }

  Result<void> process(const Frame& frame) {
    if (frame.sequence() != next) {
      return fail(Code::failed, "expected frame " + std::to_string(next) + ", found " +
                                    std::to_string(frame.sequence()));
    }
    if (actors::pattern_number(frame.mat()) != next)
      return fail(Code::failed, "these pixels are of another frame");
    if (frame.regions() != scene.ground_truth(next))
      return fail(Code::failed, "these notes are of another frame");
    seen = ++next;
    return {};
  }
};

const Registered witness =
    Declare<Witness>("test_witness", "Checks the ground truth.", inputs("frame"));

/// Passes the frame on, some much later than others.
struct Uneven {
  Frame process(Frame frame) const {
    std::uint64_t left = frame.sequence() % 7 == 0 ? 3000 : 10;
    std::atomic<std::uint64_t> done{0};
    while (left-- > 0) done.fetch_add(1, std::memory_order_relaxed);
    return frame;
  }
};

const Registered uneven =
    Declare<Uneven>("test_uneven", "Takes its time.", inputs("frame"), outputs("frame"));

constexpr const char* graph_file = R"(
[actor.scene]
kind = "pattern"
width = 128
height = 32
format = "Mono8"
objects = 2
frames = 100000

[actor.fast]
kind = "test_uneven"
in = { from = "scene", queue = 16 }

[actor.slow]
kind = "test_uneven"
in = "scene"
replicas = 3

[actor.both]
kind = "merge"
in.image = { from = "fast", queue = 16 }
in.notes = "slow"

[actor.witness]
kind = "test_witness"
in = "both"
)";

TEST(Exactness, GroundTruthPassesADiamondReplicasAndAJoinInOrderNoneMissingNoneTwice) {
  const dsl::Loaded loaded = dsl::load_text(graph_file, "exact.toml");
  ASSERT_TRUE(loaded.plan) << dsl::text(loaded.diagnostics);
  auto graph = Graph::create(*loaded.plan, {});
  ASSERT_TRUE(graph) << graph.error().text();
  (*graph)->start();
  (*graph)->wait();
  const Report report = (*graph)->report();
  EXPECT_FALSE(report.failure) << report.failure->text();
  EXPECT_EQ(Witness::seen, count);
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(report.copies.bytes, 0U);
  for (const EdgeReport& edge : report.edges) EXPECT_EQ(edge.delivered, count) << edge.name;
}

}  // namespace
}  // namespace omma
