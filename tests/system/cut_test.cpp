// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "actors/video/pattern.hpp"
#include "dsl/graph.hpp"
#include "dsl/plan/cut.hpp"
#include "runtime/actor.hpp"
#include "runtime/graph/graph.hpp"

namespace omma {
namespace {

using flow::Sighting;

constexpr std::chrono::seconds long_enough{60};

/// Passes few frames, so that a join which was not told of the others would wait for ever.
struct Sparse {
  std::optional<Frame> process(const Frame& frame) const {
    if (frame.sequence() % 50 != 0) return std::nullopt;
    return frame;
  }
};

/// Records which frame came, and which one its pixels are.
struct Record {
  static inline std::mutex mutex;
  static inline std::vector<std::pair<std::uint64_t, std::uint64_t>> seen;
  void process(const Frame& frame) {
    const std::lock_guard lock(mutex);
    seen.emplace_back(frame.sequence(), actors::pattern_number(frame.mat()));
  }
};

const Registered sparse =
    Declare<Sparse>("test_sparse", "Passes few.", inputs("frame"), outputs("frame"));
const Registered record = Declare<Record>("test_record", "Records.", inputs("frame"));

constexpr const char* graph_file = R"(
[actor.scene]
kind = "pattern"
width = 128
height = 32
format = "Mono8"
frames = 2000

[actor.few]
kind = "test_sparse"
in = "scene"

[actor.both]
kind = "merge"
in.image = "scene"
in.notes = "few"

[actor.record]
kind = "test_record"
in = "both"
)";

/// Shows what leaves one part to a source of another one, until either ends.
void join(flow::Observer& from, FrameInlet& to) {
  for (;;) {
    auto seen = from.next(long_enough);
    if (!seen || seen->what == Sighting::What::end) return to.end();
    const bool gap = seen->what == Sighting::What::gap;
    if (!(gap ? to.pass(seen->sequence) : to.push(seen->frame))) return from.close();
    from.acknowledge();
  }
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> run_whole(const Plan& plan) {
  Record::seen.clear();
  const auto graph = std::move(*Graph::create(plan, {}));
  graph->start();
  graph->wait();
  return Record::seen;
}

TEST(Cut, TwoPartsJoinedByObserversAndInletsDoWhatTheWholeDoes) {
  const dsl::Loaded loaded = dsl::load_text(graph_file, "cut.toml");
  ASSERT_TRUE(loaded.plan) << dsl::text(loaded.diagnostics);
  const auto whole = run_whole(*loaded.plan);
  ASSERT_EQ(whole.size(), 40U);

  const std::vector<std::size_t> parts{0, 0, 1, 1};
  const auto cut = dsl::cut(*loaded.plan, parts);
  ASSERT_TRUE(cut) << cut.error().text();
  ASSERT_EQ(cut->crossings.size(), 2U);
  Record::seen.clear();
  std::vector<std::unique_ptr<FrameInlet>> inlets;
  RunOptions second;
  for (const dsl::Crossing& crossing : cut->crossings) {
    inlets.push_back(std::make_unique<FrameInlet>());
    second.inlets[cut->parts[1].actors[crossing.to].name] = inlets.back().get();
  }
  const auto first = std::move(*Graph::create(cut->parts[0], {}));
  const auto other = Graph::create(cut->parts[1], second);
  ASSERT_TRUE(other) << other.error().text();
  std::vector<std::thread> links;
  std::vector<std::shared_ptr<flow::Observer>> observers;
  for (std::size_t i = 0; i < cut->crossings.size(); ++i) {
    const dsl::Crossing& crossing = cut->crossings[i];
    flow::ObserverOptions options;
    options.name = "link";
    options.when_full = WhenFull::wait;
    options.acknowledge_later = true;
    const std::string port = cut->parts[0].actors[crossing.from].name + "." + crossing.from_port;
    observers.push_back(*first->observe_output(port, options));
    links.emplace_back([&, i] { join(*observers[i], *inlets[i]); });
  }
  (*other)->start();
  first->start();
  first->wait();
  (*other)->wait();
  for (std::thread& link : links) link.join();
  EXPECT_EQ(Record::seen, whole);
  for (const Report& report : {first->report(), (*other)->report()}) {
    EXPECT_FALSE(report.failure);
    EXPECT_TRUE(report.balanced);
    EXPECT_EQ(report.copies.bytes, 0U);
    for (const EdgeReport& edge : report.edges) EXPECT_EQ(edge.lost, 0U) << edge.name;
    for (const ActorReport& actor : report.actors) EXPECT_EQ(actor.missed, 0U) << actor.name;
  }
}

TEST(Cut, AnInletWithoutAnotherPartSaysSo) {
  const dsl::Loaded loaded = dsl::load_text(
      "[actor.a]\nkind = \"inlet\"\n[actor.b]\nkind = \"null\"\nin = \"a\"\n", "i.toml");
  ASSERT_TRUE(loaded.plan) << dsl::text(loaded.diagnostics);
  EXPECT_NE(Graph::create(*loaded.plan, {}).error().text().find("another part of the graph"),
            std::string::npos);
}

}  // namespace
}  // namespace omma
