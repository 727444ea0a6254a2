// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/edge.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "runtime/flow/gate.hpp"
#include "runtime/flow/task.hpp"
#include "runtime/frames/frame_header.hpp"

namespace omma::flow {
namespace {

struct EdgeTest : ::testing::TestWithParam<WhenFull> {
  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));

  Frame frame(std::uint64_t sequence) {
    Header header;
    header.source = "s";
    header.sequence = sequence;
    return *seal(*slab, header);
  }

  void offer(Edge& edge, std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t i = first; i < end; ++i) edge.offer(frame(i));
  }

  static std::vector<std::uint64_t> take_all(Edge& edge) {
    std::vector<std::uint64_t> sequences;
    for (Frame frame; edge.take(frame); edge.deliver()) sequences.push_back(frame.sequence());
    return sequences;
  }

  using Numbers = std::vector<std::uint64_t>;
};

TEST_F(EdgeTest, WaitKeepsEverythingInOrderAndAsksTheProducerToWait) {
  Edge edge("e", WhenFull::wait, 3);
  offer(edge, 0, 3);
  EXPECT_TRUE(edge.flush());
  offer(edge, 3, 5);
  EXPECT_FALSE(edge.flush());
  EXPECT_EQ(edge.ledger().in_flight, 5U);
  Frame taken;
  EXPECT_TRUE(edge.take(taken));
  EXPECT_FALSE(edge.flush());
  EXPECT_EQ(take_all(edge), (Numbers{1, 2, 3}));
  EXPECT_TRUE(edge.flush());
  EXPECT_EQ(take_all(edge), (Numbers{4}));
}

/// Who takes no turns.
struct Resting final : Task {
  Turn run() override { return Turn::idle; }
  Weight weight() const override { return Weight::light; }
  void signal() override {}
};

TEST_F(EdgeTest, TellsNoEndOfFramesThatNobodySawTaken) {
  Resting producer;
  NodeFlags flags;
  Gate gate(producer, flags);
  Edge edge("e", WhenFull::wait, 4);
  ObserverOptions all;
  all.when_full = WhenFull::wait;
  const auto first = std::make_shared<Observer>("e", all);
  const auto second = std::make_shared<Observer>("e", all);
  offer(edge, 5, 7);
  Frame taken;
  edge.observe(first, gate);
  edge.take(taken);
  EXPECT_TRUE(edge.forget(*first));
  edge.deliver();  // frame 5, unseen
  edge.take(taken);
  edge.observe(second, gate);
  edge.deliver();  // frame 6, of which nobody saw the beginning
  EXPECT_FALSE(second->next());
  offer(edge, 7, 8);
  EXPECT_EQ(take_all(edge), (Numbers{7}));
  for (const auto what : {Sighting::What::queued, Sighting::What::joined, Sighting::What::done}) {
    const auto seen = second->next();
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->what, what);
    EXPECT_EQ(seen->sequence, 7U);
  }
}

TEST_F(EdgeTest, DropOldestKeepsTheNewest) {
  Edge edge("e", WhenFull::drop_oldest, 3);
  offer(edge, 0, 5);
  EXPECT_TRUE(edge.flush());
  EXPECT_EQ(edge.ledger().dropped, 2U);
  EXPECT_EQ(take_all(edge), (Numbers{2, 3, 4}));
}

TEST_F(EdgeTest, DropNewestKeepsTheOldest) {
  Edge edge("e", WhenFull::drop_newest, 3);
  offer(edge, 0, 5);
  EXPECT_EQ(edge.ledger().dropped, 2U);
  EXPECT_EQ(take_all(edge), (Numbers{0, 1, 2}));
}

TEST_F(EdgeTest, LatestHoldsOneWhateverItsCapacity) {
  Edge edge("e", WhenFull::latest, 9);
  offer(edge, 0, 5);
  EXPECT_EQ(edge.ledger().dropped, 4U);
  EXPECT_EQ(take_all(edge), (Numbers{4}));
}

TEST_F(EdgeTest, CountsAFrameAsInFlightUntilItIsSettled) {
  Edge edge("e", WhenFull::wait, 4);
  offer(edge, 0, 4);
  ASSERT_NE(edge.front(), nullptr);
  EXPECT_EQ(edge.front()->sequence(), 0U);
  EXPECT_EQ(edge.ledger().in_flight, 4U);
  Frame taken;
  edge.take(taken);
  EXPECT_EQ(edge.ledger().in_flight, 4U);
  edge.deliver();
  edge.take(taken);
  edge.lose();
  edge.take(taken);
  edge.drop(taken);
  const Ledger ledger = edge.ledger();
  EXPECT_EQ(ledger.in_flight, 1U);
  EXPECT_EQ(ledger.delivered, 1U);
  EXPECT_EQ(ledger.lost, 1U);
  EXPECT_EQ(ledger.dropped, 1U);
  EXPECT_TRUE(ledger.balanced());
}

TEST_F(EdgeTest, EndsOnceItIsClosedAndEmpty) {
  Edge edge("e", WhenFull::wait, 4);
  offer(edge, 0, 1);
  EXPECT_FALSE(edge.ended());
  edge.close();
  EXPECT_FALSE(edge.ended());
  EXPECT_EQ(take_all(edge).size(), 1U);
  EXPECT_TRUE(edge.ended());
}

TEST_F(EdgeTest, TellsAGapOnlyAfterTheFramesThatComeBeforeIt) {
  Edge edge("e", WhenFull::wait, 1);
  edge.gaps = true;
  offer(edge, 0, 3);
  edge.pass(5);
  EXPECT_EQ(edge.passed(), -1);
  Frame taken;
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(edge.take(taken));
    edge.flush();
  }
  EXPECT_EQ(edge.passed(), 5);
}

TEST_F(EdgeTest, SettlesWhatIsOfferedToAConsumerThatEnded) {
  for (const auto refusal : {Edge::Refusal::drop, Edge::Refusal::lose}) {
    Edge edge("e", WhenFull::wait, 2);
    offer(edge, 0, 3);
    edge.refuse(refusal);
    EXPECT_TRUE(edge.flush());
    offer(edge, 3, 6);
    const Ledger ledger = edge.ledger();
    EXPECT_EQ(refusal == Edge::Refusal::drop ? ledger.dropped : ledger.lost, 6U);
    EXPECT_TRUE(ledger.balanced());
    EXPECT_EQ(slab->in_use(), 0U);
  }
}

/// Counts how often it is signalled.
struct Neighbour final : Task {
  int signals = 0;
  Turn run() override { return Turn::idle; }
  Weight weight() const override { return Weight::light; }
  void signal() override { ++signals; }
};

TEST_F(EdgeTest, AWishForRoomReachesAConsumerThatRests) {
  Edge edge("e", WhenFull::wait, 1);
  Neighbour producer, consumer;
  edge.producer = &producer;
  edge.consumer = &consumer;
  offer(edge, 0, 1);
  edge.notify();
  edge.offer_room();
  EXPECT_EQ(consumer.signals, 1);
  EXPECT_EQ(producer.signals, 0) << "nobody wished";

  offer(edge, 1, 2);
  EXPECT_EQ(consumer.signals, 2) << "of the wish";
  edge.offer_room();
  EXPECT_EQ(producer.signals, 0) << "there is no room yet";

  Frame taken;
  EXPECT_TRUE(edge.take(taken));
  edge.offer_room();
  EXPECT_EQ(producer.signals, 1);
  edge.offer_room();
  EXPECT_EQ(producer.signals, 1) << "once for each wish";
}

TEST_P(EdgeTest, ClosesItsLedgerBetweenTwoThreads) {
  constexpr std::uint64_t frames = 5000;
  Edge edge("e", GetParam(), 5);
  std::thread producer([&] {
    for (std::uint64_t i = 0; i < frames; ++i) {
      edge.offer(frame(i));
      while (!edge.flush()) std::this_thread::yield();
    }
    edge.close();
  });
  std::mt19937 random(1);
  std::uint64_t seen = 0;
  std::int64_t last = -1;
  for (Frame taken; !edge.ended();) {
    if (!edge.take(taken)) continue;
    EXPECT_GT(static_cast<std::int64_t>(taken.sequence()), last);
    last = static_cast<std::int64_t>(taken.sequence());
    edge.deliver();
    ++seen;
    if (random() % 100 == 0) std::this_thread::yield();
  }
  producer.join();
  const Ledger ledger = edge.ledger();
  EXPECT_EQ(ledger.offered, frames);
  EXPECT_EQ(ledger.delivered, seen);
  EXPECT_EQ(ledger.in_flight, 0U);
  EXPECT_TRUE(ledger.balanced());
  if (GetParam() == WhenFull::wait) {
    EXPECT_EQ(seen, frames);
  }
}

INSTANTIATE_TEST_SUITE_P(AllRules, EdgeTest, ::testing::ValuesIn(all_rules<WhenFull>()),
                         [](const auto& rule) { return std::string(name(rule.param)); });

}  // namespace
}  // namespace omma::flow
