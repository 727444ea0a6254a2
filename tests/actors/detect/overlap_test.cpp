// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/overlap.hpp"

#include <gtest/gtest.h>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

TEST(Overlap, IsSharedByJointArea) {
  const cv::Rect2f box(0, 0, 10, 10);
  const struct {
    cv::Rect2f other;
    float expected;
  } cases[] = {{box, 1},
               {{5, 0, 10, 10}, 50.0F / 150},
               {{10, 0, 10, 10}, 0},
               {{50, 50, 1, 1}, 0},
               {{2, 2, 5, 5}, 0.25F},
               {{0, 0, 0, 0}, 0}};
  for (const auto& each : cases)
    EXPECT_FLOAT_EQ(overlap(box, each.other), each.expected) << each.expected;
  EXPECT_EQ(overlap({}, {}), 0);
}

TEST(Strongest, OfThoseThatOverlapTheMostConfidentStays) {
  Regions regions{testing::region_at({0, 0, 10, 10}), testing::region_at({1, 0, 10, 10}),
                  testing::region_at({40, 0, 10, 10})};
  regions[0].confidence = 0.5F;
  regions[1].confidence = 0.9F;
  regions[2].confidence = 0.1F;
  const Regions kept = strongest(regions, 0.3);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0], regions[1]);
  EXPECT_EQ(kept[1], regions[2]);
  EXPECT_EQ(strongest(regions, 0.9).size(), 3U);
}

}  // namespace
}  // namespace omma::actors
