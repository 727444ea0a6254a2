// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/inlet.hpp"

#include <gtest/gtest.h>

#include "runtime/frames/codec.hpp"
#include "runtime/frames/frame_header.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/lines.hpp"

namespace omma {
namespace {

using flow::Sighting;
using testing::actor;
using testing::edge;
using testing::ended;
using testing::PlanBuilder;
using testing::sequences;
using Numbers = std::vector<std::uint64_t>;

constexpr std::chrono::seconds long_enough{60};

struct InletTest : ::testing::Test {
  InletTest() {
    PlanBuilder builder;
    builder.actor("in", std::string(inlet_kind)).actor("end", "test_collect");
    builder.edge("in." + std::string(inlet_port), "end.frame");
    RunOptions options;
    options.inlets["in"] = &inlet;
    testing::forget();
    graph = std::move(*Graph::create(builder.plan, options));
    graph->start();
  }

  Frame frame(std::uint64_t sequence, std::uint32_t part = 0) const {
    Header header;
    header.source = "camera";
    header.sequence = sequence;
    header.part = part;
    return *seal(*slab, header);
  }

  bool push(std::uint64_t sequence, std::uint32_t part = 0) {
    Frame pushed = frame(sequence, part);
    return inlet.push(pushed);
  }

  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  FrameInlet inlet;
  std::unique_ptr<Graph> graph;
};

TEST_F(InletTest, LeavesOutWhatComesAgain) {
  for (const std::uint64_t sequence : {3, 4, 3, 4, 4, 5}) EXPECT_TRUE(push(sequence));
  EXPECT_TRUE(push(5, 1));
  EXPECT_TRUE(push(5, 1));
  inlet.end();
  const Report report = ended(*graph);
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(testing::collected(), (Numbers{3, 4, 5, 5}));
}

TEST_F(InletTest, CountsNothingAsMissedThatIsMissingElsewhere) {
  for (const std::uint64_t sequence : {3, 40, 500}) EXPECT_TRUE(push(sequence));
  inlet.end();
  EXPECT_EQ(actor(ended(*graph), "in").missed, 0U);
}

TEST_F(InletTest, TakesNothingMoreWhenItsGraphHasEnded) {
  graph->halt();
  ended(*graph);
  Frame late = frame(1);
  EXPECT_FALSE(inlet.push(late));
  EXPECT_EQ(inlet.try_push(late), Pushed::closed);
  EXPECT_EQ(late.sequence(), 1U);
}

/// A link that breaks after five frames, of which nobody knows whether they came, and goes on.
TEST_F(InletTest, ALinkThatSendsAgainAfterABreakLosesAndRepeatsNothing) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers");
  const auto sender = std::move(*Graph::create(builder.plan, testing::frames(20)));
  flow::ObserverOptions options;
  options.name = "link";
  options.when_full = WhenFull::wait;
  options.queue = 8;
  options.acknowledge_later = true;
  const auto link = *sender->observe_output("source", options);
  sender->start();
  const auto send = [&] {
    const auto seen = link->next(long_enough);
    if (!seen || seen->what != Sighting::What::frame) return false;
    auto received = decode(*slab, encode(seen->frame)->joined());
    return received && inlet.push(*received);
  };
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(send());
  link->acknowledge(2);
  link->rewind();
  while (send()) link->acknowledge();
  inlet.end();
  ended(*graph);
  EXPECT_EQ(testing::collected(), sequences(0, 20));
  EXPECT_EQ(edge(ended(*sender), "source.frame -> link").delivered, 20U);
}

}  // namespace
}  // namespace omma
