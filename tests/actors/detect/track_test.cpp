// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/track.hpp"

#include <gtest/gtest.h>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::region_at;
using testing::Stepping;

Regions walker(float x) { return {region_at({x, 100, 30, 60}, "person")}; }

TEST(TrackActor, ReplacesTheRegionsByTrackedOnes) {
  Stepping track("track", {{"min_hits", std::int64_t{1}}});
  const Regions regions = track({frame_of(walker(100))}).at(0).frame.regions();
  ASSERT_EQ(regions.size(), 1U);
  EXPECT_EQ(regions[0].track_id, 1);
}

TEST(TrackActor, MindsTheFramesThatNeverCame) {
  Stepping track("track", {{"max_age", std::int64_t{3}}, {"min_hits", std::int64_t{1}}});
  track({frame_of(walker(100), 10)});
  EXPECT_EQ(track({frame_of(walker(100), 12)}).at(0).frame.regions().at(0).track_id, 1);
  EXPECT_EQ(track({frame_of(walker(100), 40)}).at(0).frame.regions().at(0).track_id, 2);
}

TEST(TrackActor, BeginsAnewWhenTheSourceDoes) {
  Stepping track("track", {{"min_hits", std::int64_t{1}}});
  track({frame_of(walker(100), 10)});
  track({frame_of(walker(300), 11)});
  const Regions regions = track({frame_of(walker(100), 0)}).at(0).frame.regions();
  ASSERT_EQ(regions.size(), 1U);
  EXPECT_EQ(regions[0].track_id, 1);
}

}  // namespace
}  // namespace omma::actors
