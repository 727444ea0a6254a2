// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/observer.hpp"

#include <gtest/gtest.h>

#include "runtime/flow/gate.hpp"
#include "runtime/flow/observed.hpp"

namespace omma::flow {
namespace {

using What = Sighting::What;

struct Producer final : Task {
  Turn run() override { return Turn::idle; }
  Weight weight() const override { return Weight::light; }
  void signal() override { ++signals; }
  int signals = 0;
};

struct ObserverTest : ::testing::Test {
  Observer observer_with(WhenFull rule, std::size_t queue, bool acknowledge_later = false) {
    ObserverOptions options;
    options.when_full = rule;
    options.queue = queue;
    options.acknowledge_later = acknowledge_later;
    return Observer("a.image", options);
  }

  static void show(Observer& observer, std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t i = first; i < end; ++i) observer.show({What::frame, {}, i, 0});
  }

  static std::vector<std::uint64_t> read(Observer& observer) {
    std::vector<std::uint64_t> numbers;
    while (const auto seen = observer.next()) {
      if (seen->what == What::end) break;
      numbers.push_back(seen->sequence);
    }
    return numbers;
  }

  Producer producer;
  NodeFlags flags;
  Gate gate{producer, flags};
  using Numbers = std::vector<std::uint64_t>;
};

TEST_F(ObserverTest, AWaitingOneShutsTheGateOnceItsQueueIsFullAndNeverDrops) {
  Observer observer = observer_with(WhenFull::wait, 2);
  observer.hold(&gate);
  show(observer, 0, 1);
  EXPECT_TRUE(gate.open());
  show(observer, 1, 4);
  EXPECT_FALSE(gate.open());
  EXPECT_EQ(observer.next()->sequence, 0U);
  EXPECT_EQ(observer.next()->sequence, 1U);
  EXPECT_FALSE(gate.open());
  EXPECT_EQ(producer.signals, 0);
  EXPECT_EQ(observer.next()->sequence, 2U);
  EXPECT_TRUE(gate.open());
  EXPECT_EQ(producer.signals, 1);
}

TEST_F(ObserverTest, AGateOfSeveralOpensWhenAllHaveRoom) {
  Observer one = observer_with(WhenFull::wait, 1);
  Observer two = observer_with(WhenFull::wait, 1);
  one.hold(&gate);
  two.hold(&gate);
  show(one, 0, 1);
  show(two, 0, 1);
  one.close();
  EXPECT_FALSE(gate.open());
  two.hold(nullptr);
  EXPECT_TRUE(gate.open());
}

TEST_F(ObserverTest, GapsTakeNoRoomAndAreToldOnceEach) {
  Observer observer = observer_with(WhenFull::drop_oldest, 2);
  show(observer, 0, 1);
  observer.show({What::gap, {}, 5, 0});
  observer.show({What::gap, {}, 7, 0});
  show(observer, 8, 10);
  EXPECT_EQ(read(observer), (Numbers{7, 8, 9}));
  EXPECT_EQ(observer.ledger().dropped, 1U);
  EXPECT_EQ(observer.ledger().delivered, 2U);
  EXPECT_TRUE(observer.ledger().balanced());
}

TEST_F(ObserverTest, WhatWasReadAndNotAcknowledgedIsNeverDropped) {
  Observer observer = observer_with(WhenFull::drop_oldest, 2, true);
  show(observer, 0, 2);
  EXPECT_EQ(observer.next()->sequence, 0U);
  EXPECT_EQ(observer.next()->sequence, 1U);
  show(observer, 2, 4);
  EXPECT_EQ(observer.ledger().dropped, 2U);
  observer.rewind();
  EXPECT_EQ(read(observer), (Numbers{0, 1}));
  observer.acknowledge(5);
  show(observer, 4, 5);
  EXPECT_EQ(read(observer), Numbers{4});
  EXPECT_TRUE(observer.ledger().balanced());
}

TEST_F(ObserverTest, TheEndComesAfterWhatWasSeenAndStays) {
  Observer observer = observer_with(WhenFull::latest, 1);
  EXPECT_FALSE(observer.next());
  show(observer, 0, 3);
  observer.show_end();
  show(observer, 3, 4);
  EXPECT_EQ(observer.next()->sequence, 2U);
  EXPECT_EQ(observer.next()->what, What::end);
  EXPECT_EQ(observer.next()->what, What::end);
}

TEST_F(ObserverTest, ToldOnceForAllThatIsNew) {
  int told = 0;
  ObserverOptions options;
  options.news = [&] { ++told; };
  const auto observer = std::make_shared<Observer>("a.image", options);
  Observed place;
  place.attach(observer, gate);
  place.show(What::frame, {}, 0);
  place.show(What::frame, {}, 1);
  EXPECT_EQ(told, 0);
  place.notify();
  place.notify();
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(place.detach(*observer));
  EXPECT_FALSE(place.any());
  EXPECT_FALSE(place.detach(*observer));
}

TEST_F(ObserverTest, APlaceAsksForTheWorstFaultThatSomebodyWants) {
  Observed place;
  for (const Fault fault : {Fault::drop, Fault::lose, Fault::none}) {
    ObserverOptions options;
    options.fault = [fault](const Frame&) { return fault; };
    place.attach(std::make_shared<Observer>("a", options), gate);
  }
  EXPECT_EQ(place.fault({}), Fault::lose);
}

}  // namespace
}  // namespace omma::flow
