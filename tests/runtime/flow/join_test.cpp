// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <deque>

#include "runtime/flow/inlets.hpp"
#include "runtime/frames/frame_header.hpp"

namespace omma::flow {
namespace {

using Found = Joiner::Found;

/// Edges into a joiner that a test fills by hand.
struct JoinTest : ::testing::Test {
  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  std::deque<Edge> edges;
  std::vector<Inlet> inlets;
  std::unique_ptr<Joiner> joiner;
  std::unique_ptr<InputSet> set;

  void make(Join join, const std::vector<bool>& optional) {
    for (const bool each : optional) {
      edges.emplace_back("e", WhenFull::wait, 100);
      edges.back().gaps = true;
      inlets.push_back({&edges.back(), each});
    }
    joiner = make_joiner(join, inlets);
    set = std::make_unique<InputSet>(inlets.size());
  }

  void offer(std::size_t inlet, std::uint64_t sequence, std::int64_t capture_ms = 0) {
    Header header;
    header.source = "s";
    header.sequence = sequence;
    header.times.capture_ns = capture_ms * 1'000'000;
    edges[inlet].offer(*seal(*slab, header));
  }

  /// The sequence numbers of the next set, -1 for an empty input; or what else `next` says.
  std::vector<std::int64_t> next() {
    switch (joiner->next(*set)) {
      case Found::nothing: return {-2};
      case Found::end: return {-3};
      case Found::set: break;
    }
    std::vector<std::int64_t> sequences;
    for (const Frame& frame : set->frames)
      sequences.push_back(frame ? static_cast<std::int64_t>(frame.sequence()) : -1);
    deliver(*set, inlets);
    return sequences;
  }

  void close_all() {
    for (Edge& edge : edges) edge.close();
  }

  void expect_all_settled() {
    for (Edge& edge : edges) {
      edge.refuse(Edge::Refusal::drop);  // as a node does at its end
      EXPECT_TRUE(edge.ledger().balanced());
      EXPECT_EQ(edge.ledger().in_flight, 0U);
    }
    EXPECT_EQ(slab->in_use(), 0U);
  }

  using Numbers = std::vector<std::int64_t>;
  const Numbers nothing{-2};
  const Numbers end{-3};
};

struct SameFrameJoin : JoinTest {};
struct LatestJoin : JoinTest {};
struct NearestJoin : JoinTest {};
struct AnyJoin : JoinTest {};

TEST_F(SameFrameJoin, FiresOnceAllInputsHoldTheFrame) {
  make({JoinRule::same_frame}, {false, false});
  offer(0, 0);
  EXPECT_EQ(next(), nothing);
  offer(1, 0);
  EXPECT_EQ(next(), (Numbers{0, 0}));
  EXPECT_EQ(next(), nothing);
}

TEST_F(SameFrameJoin, LetsGoOfFramesThatAnotherInputWentPast) {
  make({JoinRule::same_frame}, {false, false});
  for (const int i : {0, 1, 2, 3}) offer(0, static_cast<std::uint64_t>(i));
  offer(1, 2);
  EXPECT_EQ(next(), (Numbers{2, 2}));
  EXPECT_EQ(edges[0].ledger().dropped, 2U);
  EXPECT_EQ(next(), nothing);
  edges[1].close();
  EXPECT_EQ(next(), nothing);
  EXPECT_EQ(edges[0].ledger().dropped, 3U);
  edges[0].close();
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

TEST_F(SameFrameJoin, LetsGoOfFramesThatAGapSaysWillNotCome) {
  make({JoinRule::same_frame}, {false, false});
  offer(0, 0);
  offer(0, 1);
  edges[1].pass(0);
  EXPECT_EQ(next(), nothing);
  EXPECT_EQ(edges[0].ledger().dropped, 1U);
  EXPECT_EQ(joiner->passed(), 0);
  offer(1, 1);
  EXPECT_EQ(next(), (Numbers{1, 1}));
}

TEST_F(SameFrameJoin, FiresWithoutAnOptionalInputThatWentPast) {
  make({JoinRule::same_frame}, {false, true});
  offer(0, 0);
  EXPECT_EQ(next(), nothing);
  offer(1, 1);
  EXPECT_EQ(next(), (Numbers{0, -1}));
  offer(0, 1);
  EXPECT_EQ(next(), (Numbers{1, 1}));
  edges[1].close();
  offer(0, 2);
  EXPECT_EQ(next(), (Numbers{2, -1}));
  close_all();
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

TEST_F(SameFrameJoin, JoinsThreeInputsWithHolesInEach) {
  make({JoinRule::same_frame}, {false, false, false});
  for (const int i : {0, 1, 3, 4, 6}) offer(0, static_cast<std::uint64_t>(i));
  for (const int i : {1, 2, 3, 6}) offer(1, static_cast<std::uint64_t>(i));
  for (const int i : {0, 1, 2, 3, 5, 6}) offer(2, static_cast<std::uint64_t>(i));
  close_all();
  EXPECT_EQ(next(), (Numbers{1, 1, 1}));
  EXPECT_EQ(next(), (Numbers{3, 3, 3}));
  EXPECT_EQ(next(), (Numbers{6, 6, 6}));
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

TEST_F(LatestJoin, GivesTheLastFrameAgainAndAgain) {
  make({JoinRule::latest}, {false, false});
  offer(0, 0);
  EXPECT_EQ(next(), nothing);
  offer(1, 70);
  offer(1, 71);
  EXPECT_EQ(next(), (Numbers{0, 71}));
  offer(0, 1);
  EXPECT_EQ(next(), (Numbers{1, 71}));
  EXPECT_EQ(edges[1].ledger().delivered, 1U);
  EXPECT_EQ(edges[1].ledger().dropped, 1U);
  offer(1, 72);
  close_all();
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

TEST_F(LatestJoin, DoesNotWaitForAnOptionalInput) {
  make({JoinRule::latest}, {false, true});
  offer(0, 0);
  EXPECT_EQ(next(), (Numbers{0, -1}));
}

TEST_F(LatestJoin, LetsFramesGoWhenAnInputEndedWithoutEverGivingOne) {
  make({JoinRule::latest}, {false, false});
  offer(0, 0);
  edges[1].close();
  EXPECT_EQ(next(), nothing);
  EXPECT_EQ(edges[0].ledger().dropped, 1U);
}

TEST_F(NearestJoin, TakesTheFrameNearestInTime) {
  make({JoinRule::nearest, 10, 1e9}, {false, false});
  offer(0, 0, 100);
  offer(1, 50, 93);
  EXPECT_EQ(next(), nothing);  // a nearer one may come
  offer(1, 51, 104);
  EXPECT_EQ(next(), (Numbers{0, 51}));
  offer(0, 1, 103);
  EXPECT_EQ(next(), nothing);
  offer(1, 52, 200);
  EXPECT_EQ(next(), (Numbers{1, 51}));
}

TEST_F(NearestJoin, FiresAtOnceOnAnExactMatch) {
  make({JoinRule::nearest, 10, 1e9}, {false, false});
  offer(1, 50, 100);
  offer(0, 0, 100);
  EXPECT_EQ(next(), (Numbers{0, 50}));
}

TEST_F(NearestJoin, LetsGoOfWhatIsTooFarApart) {
  make({JoinRule::nearest, 10, 1e9}, {false, false});
  offer(0, 0, 100);
  offer(1, 50, 89);
  offer(1, 51, 111);
  EXPECT_EQ(next(), nothing);
  EXPECT_EQ(edges[0].ledger().dropped, 1U);
  close_all();
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

TEST_F(NearestJoin, LetsGoOfAFrameWhosePartnerDoesNotComeInTime) {
  make({JoinRule::nearest, 10, 0}, {false, false});
  offer(0, 0, 100);
  EXPECT_EQ(next(), nothing);
  ASSERT_TRUE(joiner->deadline());
  EXPECT_EQ(next(), nothing);
  EXPECT_EQ(edges[0].ledger().dropped, 1U);
}

TEST_F(AnyJoin, FiresForEveryFrameAlone) {
  make({JoinRule::any}, {true, true});
  offer(0, 0);
  offer(1, 9);
  offer(0, 1);
  EXPECT_EQ(next(), (Numbers{0, -1}));
  EXPECT_EQ(next(), (Numbers{-1, 9}));
  EXPECT_EQ(next(), (Numbers{1, -1}));
  close_all();
  EXPECT_EQ(next(), end);
  expect_all_settled();
}

}  // namespace
}  // namespace omma::flow
