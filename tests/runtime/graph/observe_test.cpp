// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using flow::Fault;
using flow::Observer;
using flow::ObserverOptions;
using flow::Sighting;
using testing::actor;
using testing::edge;
using testing::PlanBuilder;
using testing::sequences;
using What = Sighting::What;
using Numbers = std::vector<std::uint64_t>;

constexpr std::chrono::seconds long_enough{60};

/// source -> pass -> end
PlanBuilder line() {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("pass", "test_pass").actor("end", "test_collect");
  return builder.edge("source.frame", "pass.frame").edge("pass.frame", "end.frame");
}

std::unique_ptr<Graph> made(const PlanBuilder& builder, const RunOptions& options) {
  testing::forget();
  return std::move(*Graph::create(builder.plan, options));
}

/// Everything until the end; without what was asked to be let out.
std::vector<Sighting> read(Observer& observer) {
  std::vector<Sighting> list;
  for (;;) {
    auto seen = observer.next(long_enough);
    if (!seen || seen->what == What::end) return list;
    list.push_back(std::move(*seen));
  }
}

Numbers numbers_of(const std::vector<Sighting>& list, What what) {
  Numbers numbers;
  for (const Sighting& each : list) {
    if (each.what == what) numbers.push_back(each.sequence);
  }
  return numbers;
}

TEST(Observe, ARecorderOfEveryOutputMissesNothingWithWait) {
  const auto graph = made(line(), testing::frames(500));
  std::map<std::string, std::shared_ptr<Observer>> recorders;
  for (const std::string& port : graph->outputs()) {
    ObserverOptions options;
    options.name = "recorder";
    options.when_full = WhenFull::wait;
    recorders[port] = *graph->observe_output(port, options);
  }
  graph->start();
  std::map<std::string, Numbers> recorded;
  std::vector<std::thread> threads;
  for (auto& [port, recorder] : recorders) {
    threads.emplace_back([&recorded = recorded[port], &recorder = *recorder] {
      recorded = numbers_of(read(recorder), What::frame);
    });
  }
  graph->wait();
  for (std::thread& thread : threads) thread.join();
  const Report report = graph->report();
  EXPECT_EQ(recorded.size(), 2U);
  for (const auto& [port, numbers] : recorded) EXPECT_EQ(numbers, sequences(0, 500)) << port;
  EXPECT_EQ(testing::collected(), sequences(0, 500));
  EXPECT_EQ(edge(report, "source.frame -> recorder").delivered, 500U);
  EXPECT_EQ(edge(report, "pass.frame -> recorder").dropped, 0U);
}

TEST(Observe, WithWaitTheSourceStandsStillUntilSomebodyReads) {
  const auto graph = made(line(), testing::frames(100));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 5;
  const auto observer = *graph->observe_output("source", options);
  graph->start();
  const auto first = observer->next(long_enough);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sequence, 0U);
  EXPECT_FALSE(graph->wait_for(std::chrono::milliseconds(50)));
  EXPECT_LE(edge(graph->report(), "source.frame -> observer").offered, 6U);
  EXPECT_EQ(numbers_of(read(*observer), What::frame), sequences(1, 100));
  graph->wait();
  EXPECT_EQ(testing::collected(), sequences(0, 100));
}

TEST(Observe, TheOtherRulesDropAndCountAndHoldNobodyUp) {
  const auto graph = made(line(), testing::frames(100));
  std::map<WhenFull, std::shared_ptr<Observer>> observers;
  for (const WhenFull rule : {WhenFull::latest, WhenFull::drop_oldest, WhenFull::drop_newest}) {
    ObserverOptions options;
    options.name = std::string(name(rule));
    options.when_full = rule;
    options.queue = 10;
    observers[rule] = *graph->observe_output("pass.frame", options);
  }
  graph->start();
  graph->wait();
  EXPECT_EQ(numbers_of(read(*observers[WhenFull::latest]), What::frame), Numbers{99});
  EXPECT_EQ(numbers_of(read(*observers[WhenFull::drop_oldest]), What::frame), sequences(90, 100));
  EXPECT_EQ(numbers_of(read(*observers[WhenFull::drop_newest]), What::frame), sequences(0, 10));
  const Report report = graph->report();
  EXPECT_EQ(edge(report, "pass.frame -> latest").dropped, 99U);
  EXPECT_EQ(edge(report, "pass.frame -> drop_oldest").dropped, 90U);
  EXPECT_EQ(edge(report, "pass.frame -> drop_newest").delivered, 10U);
}

TEST(Observe, WhatIsNotAcknowledgedIsReadAgain) {
  const auto graph = made(line(), testing::frames(10));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 3;
  options.acknowledge_later = true;
  const auto link = *graph->observe_output("source", options);
  graph->start();
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(link->next(long_enough)->sequence, i);
  EXPECT_EQ(edge(graph->report(), "source.frame -> observer").in_flight, 3U);
  link->acknowledge(1);
  link->rewind();
  EXPECT_EQ(link->next(long_enough)->sequence, 1U);
  EXPECT_EQ(link->next(long_enough)->sequence, 2U);
  link->acknowledge(2);
  for (std::uint64_t i = 3; i < 10; ++i) {
    EXPECT_EQ(link->next(long_enough)->sequence, i);
    link->acknowledge();
  }
  EXPECT_EQ(link->next(long_enough)->what, What::end);
  graph->wait();
  const Report report = graph->report();
  EXPECT_EQ(edge(report, "source.frame -> observer").delivered, 10U);
}

TEST(Observe, WhatIsNeverAcknowledgedIsLostWhenWhoLooksGoes) {
  const auto graph = made(line(), testing::frames(10));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 20;
  options.acknowledge_later = true;
  const auto link = *graph->observe_output("source", options);
  graph->start();
  graph->wait();
  link->next(long_enough);
  link->close();
  EXPECT_EQ(edge(graph->report(), "source.frame -> observer").lost, 10U);
}

TEST(Observe, TellsTheLifeOfEachFrameOfAnEdge) {
  const auto graph = made(line(), testing::frames(50));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  const auto observer = *graph->observe_edge("source.frame -> pass.frame", options);
  graph->start();
  const auto list = read(*observer);
  graph->wait();
  for (const What what : {What::queued, What::joined, What::done})
    EXPECT_EQ(numbers_of(list, what), sequences(0, 50));
  std::map<std::uint64_t, std::vector<What>> lives;
  std::int64_t last = 0;
  for (const Sighting& each : list) {
    lives[each.sequence].push_back(each.what);
    EXPECT_GE(each.at_ns, std::exchange(last, each.at_ns) - 1'000'000'000);
  }
  for (const auto& [sequence, life] : lives)
    EXPECT_EQ(life, (std::vector{What::queued, What::joined, What::done})) << sequence;
}

TEST(Observe, TellsWhatAnEdgeDropsAndWhatAStepLoses) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("odd", "test_sieve").on_error(OnError::skip);
  builder.edge("source.frame", "odd.frame", WhenFull::drop_newest, 1);
  const auto graph = made(builder, testing::frames(200));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 4000;
  const auto of_edge = *graph->observe_edge("source.frame -> odd.frame", options);
  options.fault = [](const Frame& frame) {
    return frame.sequence() % 10 == 0 ? Fault::lose : Fault::none;
  };
  const auto of_steps = *graph->observe_steps("odd", options);
  graph->start();
  graph->wait();
  const Report report = graph->report();
  const EdgeReport& ledger = edge(report, "source.frame -> odd.frame");
  const auto seen = read(*of_edge);
  EXPECT_EQ(numbers_of(seen, What::queued).size(), ledger.offered);
  EXPECT_EQ(numbers_of(seen, What::dropped).size(), ledger.dropped);
  EXPECT_EQ(numbers_of(seen, What::lost).size(), ledger.lost);
  EXPECT_EQ(numbers_of(seen, What::done).size(), ledger.delivered);
  const auto steps = read(*of_steps);
  EXPECT_EQ(numbers_of(steps, What::lost), numbers_of(seen, What::lost));
  EXPECT_EQ(numbers_of(steps, What::lost).size(), actor(report, "odd").errors);
  EXPECT_FALSE(numbers_of(steps, What::lost).empty());
}

TEST(Observe, InjectsFaultsIntoEdges) {
  const auto graph = made(line(), testing::frames(100));
  ObserverOptions options;
  options.fault = [](const Frame& frame) {
    if (frame.sequence() % 10 == 3) return Fault::drop;
    return frame.sequence() % 10 == 7 ? Fault::lose : Fault::none;
  };
  const auto chaos = *graph->observe_edge("source.frame -> pass.frame", options);
  graph->start();
  graph->wait();
  const Report report = graph->report();
  EXPECT_EQ(edge(report, "source.frame -> pass.frame").dropped, 10U);
  EXPECT_EQ(edge(report, "source.frame -> pass.frame").lost, 10U);
  EXPECT_EQ(testing::collected().size(), 80U);
  EXPECT_TRUE(report.balanced);
}

TEST(Observe, InjectedFailuresOfReplicasAreLostInOrder) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("copies", "test_jitter").replicas(3);
  builder.on_error(OnError::skip).actor("end", "test_collect");
  builder.edge("source.frame", "copies.frame").edge("copies.frame", "end.frame");
  const auto graph = made(builder, testing::frames(300));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 1000;
  options.fault = [](const Frame& frame) {
    return frame.sequence() % 3 == 0 ? Fault::lose : Fault::none;
  };
  const auto steps = *graph->observe_steps("copies", options);
  graph->start();
  graph->wait();
  const auto seen = read(*steps);
  EXPECT_EQ(numbers_of(seen, What::begun), sequences(0, 300));
  EXPECT_EQ(numbers_of(seen, What::lost).size(), 100U);
  EXPECT_EQ(testing::collected().size(), 200U);
  EXPECT_TRUE(std::ranges::is_sorted(testing::collected()));
}

TEST(Observe, TellsGapsOfAnActorThatSendsLess) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("odd", "test_sieve").actor("end", "test_collect");
  builder.edge("source.frame", "odd.frame").edge("odd.frame", "end.frame");
  const auto graph = made(builder, testing::frames(20));
  ObserverOptions options;
  options.when_full = WhenFull::wait;
  options.queue = 100;
  const auto observer = *graph->observe_output("odd", options);
  graph->start();
  graph->wait();
  const auto seen = read(*observer);
  EXPECT_EQ(numbers_of(seen, What::frame), testing::collected());
  const Numbers gaps = numbers_of(seen, What::gap);
  ASSERT_FALSE(gaps.empty());
  EXPECT_GE(gaps.back(), 18U);
}

TEST(Observe, SeesTheEndAlsoWhenItComesTooLate) {
  const auto graph = made(line(), testing::frames(3));
  graph->start();
  graph->wait();
  const auto late = *graph->observe_output("source");
  EXPECT_EQ(late->next(long_enough)->what, What::end);
  EXPECT_EQ((*graph->observe_edge("source.frame -> pass.frame"))->next(long_enough)->what,
            What::end);
}

TEST(Observe, NamesWhatThereIsInsteadOfWhatThereIsNot) {
  const auto graph = made(line(), testing::frames(3));
  EXPECT_EQ(graph->observe_edge("a -> b").error().what,
            "there is no edge 'a -> b'; there are: 'source.frame -> pass.frame', "
            "'pass.frame -> end.frame'");
  EXPECT_EQ(graph->observe_steps("nobody").error().what,
            "there is no actor 'nobody'; there are: source, pass, end");
}

/// Closes each once it has seen something. By turns: one that is full may be what keeps another
/// from seeing anything.
void see_each(std::vector<std::shared_ptr<Observer>> left) {
  while (!left.empty()) {
    std::erase_if(left, [](const auto& each) {
      if (!each->next(std::chrono::milliseconds(1))) return false;
      each->close();
      return true;
    });
  }
}

TEST(Observe, MayComeAndGoWhileFramesFlow) {
  const auto graph = made(line(), RunOptions());
  graph->start();
  for (int i = 0; i < 300; ++i) {
    ObserverOptions options;
    options.when_full = WhenFull::wait;
    options.queue = 2;
    const auto output = *graph->observe_output("pass", options);
    const auto of_edge = *graph->observe_edge("source.frame -> pass.frame", options);
    const auto steps = *graph->observe_steps("pass", options);
    see_each({output, of_edge, steps});
  }
  graph->drain();
  graph->wait();
  const Report report = graph->report();
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(report.edges.size(), 5U);
  EXPECT_EQ(testing::collected().size(), actor(report, "source").processed);
}

}  // namespace
}  // namespace omma
