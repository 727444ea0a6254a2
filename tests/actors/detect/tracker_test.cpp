// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/tracker.hpp"

#include <gtest/gtest.h>

#include <set>

#include "actors/detect/overlap.hpp"
#include "actors/video/pattern.hpp"
#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

using testing::region_at;

constexpr TrackRules rules{0.1, 0.5, 3, 10, 2, 0};
const cv::Size picture(640, 480);

Region at(float x, const std::string& label = "person") {
  return region_at({x, 100, 30, 60}, label);
}

std::vector<std::int64_t> ids(const Regions& regions) {
  std::vector<std::int64_t> list;
  for (const Region& region : regions) list.push_back(region.track_id);
  return list;
}

/// The ids reported after showing the same boxes so often.
std::vector<std::int64_t> shown(Tracker& tracker, const Regions& found, int times,
                                const TrackRules& by = rules) {
  Regions last;
  for (int i = 0; i < times; ++i) last = tracker.update(found, 1, picture, by);
  return ids(last);
}

using Ids = std::vector<std::int64_t>;

/// The id of the track that is where this region is; 0 when there is none.
std::int64_t id_at(const Region& region, const Regions& tracked) {
  for (const Region& track : tracked) {
    if (overlap(region.rect, track.rect) > 0.6F) return track.track_id;
  }
  return 0;
}

TEST(Tracker, ATrackIsCertainAfterEnoughHits) {
  Tracker tracker;
  EXPECT_EQ(shown(tracker, {at(100)}, 2), Ids{});
  EXPECT_EQ(shown(tracker, {at(100)}, 1), Ids{1});
}

TEST(Tracker, IdsFollowObjectsOfKnownMotion) {
  Pattern pattern;
  pattern.objects = 5;
  Tracker tracker;
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;  // true id, given id
  for (std::uint64_t number = 0; number < 2000; ++number) {
    const Regions truth = pattern.ground_truth(number);
    const Regions tracked = tracker.update(truth, 1, picture, rules);
    if (number < 2) continue;
    EXPECT_EQ(tracked.size(), truth.size()) << number;
    for (const Region& region : truth) pairs.emplace(region.track_id, id_at(region, tracked));
  }
  EXPECT_EQ(pairs.size(), 5U);
}

TEST(Tracker, ReportsALostTrackForAWhileAndKnowsItAgain) {
  Tracker tracker;
  EXPECT_EQ(shown(tracker, {at(100)}, 5), Ids{1});
  EXPECT_EQ(shown(tracker, {}, 2), Ids{1}) << "coasting";
  EXPECT_EQ(shown(tracker, {}, 5), Ids{});
  EXPECT_EQ(shown(tracker, {at(100)}, 1), Ids{1}) << "known again";
  EXPECT_EQ(shown(tracker, {}, 11), Ids{});
  EXPECT_EQ(shown(tracker, {at(100)}, 3), Ids{2}) << "forgotten";
}

TEST(Tracker, WeakRegionsContinueTracksButStartNone) {
  Region weak = at(100);
  weak.confidence = 0.3F;
  Tracker tracker;
  EXPECT_EQ(shown(tracker, {weak}, 20), Ids{});
  EXPECT_EQ(shown(tracker, {at(100)}, 3), Ids{1});
  EXPECT_EQ(shown(tracker, {weak}, 20), Ids{1});
}

TEST(Tracker, LabelsAreNeverMixed) {
  Tracker tracker;
  EXPECT_EQ(shown(tracker, {at(100, "person")}, 3), Ids{1});
  const Regions both = {at(100, "dog")};
  EXPECT_EQ(shown(tracker, both, 3), Ids{2});
}

TEST(Tracker, WhatOnlyStandsThereCanBeLeftOut) {
  TrackRules moving = rules;
  moving.min_travel = 20;
  Tracker tracker;
  EXPECT_EQ(shown(tracker, {at(100)}, 50, moving), Ids{});
  for (float x = 100; x <= 130; x += 3) shown(tracker, {at(x)}, 1, moving);
  EXPECT_EQ(shown(tracker, {at(130)}, 50, moving), Ids{1}) << "once it has moved it stays";
}

TEST(Tracker, ATrackEndsWhereItLeavesThePicture) {
  Tracker tracker;
  Regions last;
  for (float x = 600; x < 625; x += 5) last = tracker.update({at(x)}, 1, picture, rules);
  EXPECT_EQ(ids(last), Ids{1});
  TrackRules patient = rules;
  patient.coast = 10;
  for (int i = 0; i < 4; ++i) last = tracker.update({}, 1, picture, patient);
  EXPECT_EQ(ids(last), Ids{});
}

TEST(Tracker, TwoWhoPassEachOtherKeepTheirIds) {
  Tracker tracker;
  std::set<std::int64_t> left_to_right;
  for (float x = 100; x < 400; x += 6) {
    const Regions found{region_at({x, 100, 30, 60}, "person"),
                        region_at({500 - x, 125, 30, 60}, "person")};
    for (const Region& region : tracker.update(found, 1, picture, rules)) {
      if (overlap(region.rect, found[0].rect) > 0.7F) left_to_right.insert(region.track_id);
    }
  }
  EXPECT_EQ(left_to_right.size(), 1U);
}

TEST(Tracker, FramesThatWereDroppedCountAsTime) {
  Tracker tracker;
  for (float x = 100; x < 200; x += 10) tracker.update({at(x)}, 1, picture, rules);
  EXPECT_EQ(ids(tracker.update({at(240)}, 5, picture, rules)), Ids{1}) << "predicted over the gap";
}

}  // namespace
}  // namespace omma::actors
