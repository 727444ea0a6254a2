// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/host.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>

#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;

std::string text_of(const Frame& frame, const std::string& name) {
  for (const Attribute& each : frame.attributes()) {
    if (each.name == name) return std::get<std::string>(each.value);
  }
  return "nothing";
}

TEST_F(HostTest, GivesResultsInOrderWithTheIdentityOfTheirInputs) {
  const Report report = run_through("invert");
  EXPECT_FALSE(report.failure) << report.failure->text();
  EXPECT_EQ(came(), sequences(0, 100));
  for (const Frame& frame : arrived) {
    EXPECT_EQ(frame.identity().source, "source");
    EXPECT_EQ(pixel(frame), 255 - static_cast<int>(frame.sequence()));
  }
  EXPECT_TRUE(report.balanced);
}

TEST_F(HostTest, CopiesNoPixelOfAResultThatWasMadeWithEmpty) {
  EXPECT_EQ(run_through("invert").copies.bytes, 0U);
}

TEST_F(HostTest, CopiesAResultOnceThatLiesElsewhereAndCountsIt) {
  const Report report = run_through("invert_elsewhere");
  EXPECT_EQ(report.copies.pixels, 100U * 48 * 64);
  EXPECT_EQ(actor(report, "tool").copied_pixels, 100U * 48 * 64);
  EXPECT_EQ(actor(report, "end").copied_pixels, 0U);
  EXPECT_EQ(pixel(arrived.at(9)), 246);
}

TEST_F(HostTest, PassesInputsOnInTheSlotThatTheyLieIn) {
  for (const char* kind : {"echo", "same"}) {
    PlanBuilder plan = through(kind);
    plan.actor("before", "test_arrive").edge("source.image", "before.frame");
    run(plan, std::string("tool.") + output_of(kind), 20);
    std::map<std::uint64_t, std::set<const void*>> places;
    for (const Frame& frame : arrived) places[frame.sequence()].insert(frame.pixels().data());
    EXPECT_EQ(arrived.size(), 40U);
    for (const auto& [sequence, each] : places) EXPECT_EQ(each.size(), 1U) << kind << sequence;
  }
}

TEST_F(HostTest, WritesIntoOutputSlotsThatTheNextHostReadsWhereTheyLie) {
  PlanBuilder plan = through("invert");
  plan.actor("again", python("invert")).edge("tool.image", "again.image");
  const Report report = run(plan, "again.image", 50);
  EXPECT_EQ(report.copies.bytes, 0U);
  ASSERT_EQ(came(), sequences(0, 50));
  for (const Frame& frame : arrived) EXPECT_EQ(pixel(frame), static_cast<int>(frame.sequence()));
}

TEST_F(HostTest, CarriesNotesInBothDirections) {
  PlanBuilder plan = through("find");
  plan.actor("sum", python("Sum")).edge("tool.regions", "sum.image");
  plan.actor("read", python("read")).edge("sum.dict", "read.frame");
  run(plan, "read.frame", 4);
  ASSERT_EQ(arrived.size(), 4U) << said();
  const Frame& last = arrived.back();
  EXPECT_EQ(text_of(last, "labels"), "one:7:(1, 2, 3, 4),two:-1:(5, 6, 7, 8)");
  EXPECT_EQ(text_of(last, "vector"), "[[0.0, 1.0, 2.0]]");
  EXPECT_EQ(text_of(last, "earlier"), "6.0");
  EXPECT_EQ(text_of(last, "source"), "source");
  EXPECT_EQ(last.number("sequence"), 3);
  EXPECT_EQ(text_of(last, "format"), "Mono8");
  EXPECT_EQ(text_of(last, "shape"), "(48, 64)");
  EXPECT_EQ(last.regions().at(1).parent, 0);
  EXPECT_EQ(last.regions().at(1).tensors.at(0).dtype, DType::float32);
}

TEST_F(HostTest, CarriesTensorsThatWereAddedToAFrame) {
  PlanBuilder plan = through("measure");
  plan.actor("read", python("read_tensors")).edge("tool.frame", "read.frame");
  run(plan, "read.dict", 4);
  ASSERT_EQ(arrived.size(), 4U) << said();
  EXPECT_EQ(text_of(arrived[3], "tensors"),
            "[('half', 'float16', [[1.5, 1.5]]), ('steps', 'int16', [-1, 3])]");
  const auto tensors = arrived[3].tensors();
  EXPECT_EQ(tensors.at(0).shape, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(tensors.at(1).dtype, DType::int16);
  EXPECT_EQ(pixel(arrived[3]), 3) << "the pixels are those of the input";
}

TEST_F(HostTest, GivesSeveralOutputsSomeOfThemNotAlways) {
  PlanBuilder plan = through("split");
  plan.actor("numbers", "test_collect").edge("tool.number", "numbers.frame");
  const Report report = run(plan, "tool.small", 10);
  EXPECT_EQ(collected(), sequences(0, 10));
  EXPECT_EQ(came(), (std::vector<std::uint64_t>{0, 2, 4, 6, 8}));
  EXPECT_EQ(arrived.at(0).width(), 32);
  EXPECT_TRUE(report.balanced);
}

TEST_F(HostTest, GivesSeveralResultsForOneFrame) {
  run_through("many", 5);
  ASSERT_EQ(arrived.size(), 15U);
  EXPECT_EQ(arrived.at(4).identity().sequence, 1U);
  EXPECT_EQ(arrived.at(4).identity().part, 1U);
  EXPECT_EQ(pixel(arrived.at(4)), 2);
}

TEST_F(HostTest, JoinsSeveralInputs) {
  PlanBuilder plan = through("invert");
  plan.actor("both", python("both"));
  plan.edge("source.image", "both.left").edge("tool.image", "both.right");
  run(plan, "both.image", 30);
  ASSERT_EQ(arrived.size(), 30U);
  for (const Frame& frame : arrived) EXPECT_EQ(pixel(frame), 255);
}

TEST_F(HostTest, RunsGeneratorsAsSources) {
  PlanBuilder plan;
  plan.actor("count", python("count")).param("count", std::int64_t{7});
  const Report report = run(plan, "count.image", 0);
  EXPECT_EQ(came(), sequences(0, 7));
  EXPECT_EQ(pixel(arrived.back()), 6);
  EXPECT_EQ(arrived.back().identity().source, "count");
  EXPECT_EQ(report.copies.bytes, 0U);
}

TEST_F(HostTest, TakesTensorsOfAnyShape) {
  for (const std::vector<double>& shape :
       std::vector<std::vector<double>>{{5}, {2, 3}, {2, 3, 4}, {2, 3, 4, 5}, {7, 1, 600}}) {
    PlanBuilder plan = through("tensor");
    plan.param("shape", shape);
    run(plan, "tool.image", 2);
    ASSERT_EQ(arrived.size(), 2U) << said();
    const auto found = arrived[0].shape();
    EXPECT_EQ(std::vector<double>(found.begin(), found.end()), shape);
    EXPECT_EQ(arrived[0].dtype(), DType::float32);
  }
}

TEST_F(HostTest, TakesTensorsOfAnyElementType) {
  for (const char* dtype :
       {"int8", "uint16", "int16", "int32", "float32", "float64", "float16", "int64"}) {
    PlanBuilder plan = through("tensor");
    plan.param("shape", std::vector<double>{3, 2, 2, 2}).param("dtype", std::string(dtype));
    run(plan, "tool.image", 1);
    ASSERT_EQ(arrived.size(), 1U) << dtype << said();
    EXPECT_EQ(arrived[0].pixels().size(), 24 * size_of(arrived[0].dtype())) << dtype;
  }
}

TEST_F(HostTest, KeepsTheOrderOfReplicasWithAHostEach) {
  PlanBuilder plan = through("invert");
  plan.replicas(3);
  const Report report = run(plan, "tool.image", 200);
  EXPECT_EQ(came(), sequences(0, 200));
  EXPECT_TRUE(report.balanced);
}

TEST_F(HostTest, RunsSeveralActorsInOneInterpreter) {
  PlanBuilder plan = through("invert");
  plan.actor("again", python("invert")).edge("tool.image", "again.image");
  plan.plan.actors.back().host = 0;
  run(plan, "again.image", 100);
  ASSERT_EQ(came(), sequences(0, 100));
  EXPECT_EQ(pixel(arrived[40]), 40);
}

// ---- what they print

TEST_F(HostTest, NamesTheActorThatPrintsInASharedHost) {
  PlanBuilder plan = through("speak");
  plan.actor("again", python("speak")).edge("tool.image", "again.image");
  plan.plan.actors.back().host = 0;
  run(plan, "again.image", 10);
  arrived.clear();
  graph.reset();
  for (const char* name : {"tool", "again"}) {
    const std::string who = "actor '" + std::string(name) + "': ";
    EXPECT_NE(said().find(who + "a line in pieces\n"), std::string::npos) << said();
    EXPECT_NE(said().find(who + "Traceback (most recent call last):\n" + who + "  File "),
              std::string::npos)
        << said();
    EXPECT_NE(
        said().find(who + "    raise ValueError(\"caught\")\n" + who + "ValueError: caught\n"),
        std::string::npos)
        << said();
    EXPECT_NE(said().find(who + "xxx"), std::string::npos);
  }
  EXPECT_EQ(said().find("\nx"), std::string::npos) << said();
  EXPECT_NE(said().find("host 'host': another thread\n"), std::string::npos) << said();
  EXPECT_NE(said().find("host 'host': beside Python\n"), std::string::npos) << said();
}

TEST_F(HostTest, NamesTheOnlyActorOfAHostWhateverPrints) {
  run_through("speak", 10);
  arrived.clear();
  graph.reset();
  EXPECT_NE(said().find("actor 'tool': another thread\n"), std::string::npos) << said();
  EXPECT_NE(said().find("actor 'tool': beside Python\n"), std::string::npos) << said();
}

/// Lines are heard slowly, and the last thousand after the last frame.
TEST_F(HostTest, HasToldWhatWasPrintedWhenTheRunHasEnded) {
  std::atomic<bool> late{false};
  hears = [&](const Event& event) {
    if (event.text.ends_with("line 19000")) late = true;
    while (late && collected().size() < 21) std::this_thread::yield();
  };
  PlanBuilder plan = through("misbehave");
  plan.param("how", "chatter");
  plan.actor("end", "test_collect").edge("tool.image", "end.frame");
  run(plan, "", 21);
  EXPECT_TRUE(late);
  EXPECT_NE(said().find("line 19999\n"), std::string::npos);
}

// ---- parameters

TEST_F(HostTest, GivesParametersAndChangesThemWhileItRuns) {
  PlanBuilder plan = through("Sum");
  plan.param("start", std::int64_t{1000}).param("texts", std::vector<std::string>{"b", "c"});
  std::atomic<bool> changed{false};
  during = [&](Graph& running) {
    if (!changed.exchange(true)) {
      EXPECT_TRUE(running.set("tool", "start", std::int64_t{5000}));
    }
  };
  run(plan, "tool.dict", 20000);
  ASSERT_EQ(arrived.size(), 20000U) << said();
  EXPECT_EQ(text_of(arrived.at(0), "texts"), "b,c");
  EXPECT_GE(arrived.at(0).number("sum"), 1000);
  const auto before = arrived.back().number("sum");
  EXPECT_TRUE(changed);
  EXPECT_GE(before, 5000);
}

TEST_F(HostTest, SaysWhatIsMissingInAResult) {
  const struct {
    const char* kind;
    const char* input;
    const char* output;
    const char* text;
  } cases[] = {
      {"forgets", "image", "image",
       "forgets returned None for its output 'image', which its annotation promises; return "
       "it, or write Optional[Image]"},
      {"half", "image", "one", "half returned None for its output 'one'"},
      {"unannotated", "image", "",
       "unannotated returned an array of uint8 with the shape (48, 64), but it says that it "
       "returns nothing; annotate what it returns, for example with -> Image"}};
  for (const auto& each : cases) {
    PlanBuilder plan;
    plan.actor("source", "test_numbered").actor("tool", python(each.kind, "wrong"));
    plan.edge("source.image", std::string("tool.") + each.input);
    const std::string output = each.output;
    const Report report = run(plan, output.empty() ? "" : "tool." + output, 5);
    ASSERT_TRUE(report.failure) << each.kind;
    EXPECT_NE(report.failure->text().find(each.text), std::string::npos) << report.failure->text();
  }
}

TEST_F(HostTest, GivesPlainNumbersWhereTheyAreWorkedOutFromAPicture) {
  PlanBuilder plan;
  plan.actor("source", "test_numbered").actor("tool", python("averages", "wrong"));
  plan.edge("source.image", "tool.image");
  run(plan, "tool.dict", 5);
  ASSERT_EQ(arrived.size(), 5U) << said();
  EXPECT_EQ(arrived[3].number("mean"), 3.0);
  EXPECT_EQ(arrived[3].number("plain"), 1.0);
  EXPECT_EQ(text_of(arrived[3], "row"), "ndarray");
  EXPECT_EQ(text_of(arrived[3], "picture"), "Image");
}

}  // namespace
}  // namespace omma
