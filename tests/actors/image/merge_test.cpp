// SPDX-License-Identifier: Apache-2.0
#include "actors/image/merge.hpp"

#include <gtest/gtest.h>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::region_at;

TEST(Merge, KeepsOnceWhatBothBranchesHold) {
  Notes one, other;
  one.regions = {region_at({1, 1, 1, 1}, "common"), region_at({2, 2, 2, 2}, "left")};
  other.regions = {region_at({1, 1, 1, 1}, "common"), region_at({3, 3, 3, 3}, "right")};
  one.attributes = {{"a", 1.0}};
  other.attributes = {{"a", 1.0}, {"b", std::string("two")}};
  const Notes added = only_in(other, one);
  EXPECT_EQ(added.regions, Regions{other.regions[1]});
  EXPECT_EQ(added.attributes, std::vector{other.attributes[1]});
  EXPECT_FALSE(added.replaces_regions);
}

TEST(Merge, ParentsPointToTheSameRegionsAsBefore) {
  Notes one, other;
  one.regions = {region_at({0, 0, 9, 9}, "other car"), region_at({1, 1, 1, 1}, "car")};
  other.regions = {region_at({1, 1, 1, 1}, "car"), region_at({3, 3, 3, 3}, "plate"),
                   region_at({4, 4, 1, 1}, "letter")};
  other.regions[1].parent = 0;
  other.regions[2].parent = 1;
  const Notes added = only_in(other, one);
  ASSERT_EQ(added.regions.size(), 2U);
  EXPECT_EQ(added.regions[0].parent, 1) << "the car is the second of `one`";
  EXPECT_EQ(added.regions[1].parent, 2) << "the plate is the first after those of `one`";
}

TEST(Merge, GivesThePictureOfTheOneWithTheNotesOfBoth) {
  Sample left, right;
  left.image = cv::Mat(8, 64, CV_8UC1, cv::Scalar(1));
  right.image = cv::Mat(8, 64, CV_8UC1, cv::Scalar(2));
  left.notes.regions = {region_at({1, 1, 1, 1}, "left")};
  right.notes.regions = {region_at({2, 2, 2, 2}, "right")};
  const Frame image = testing::frame_of(std::move(left), 3);
  testing::Stepping merge("merge");
  const Frame both = merge({image, testing::frame_of(std::move(right), 3)}).at(0).frame;
  EXPECT_EQ(both.header().get(), image.header().get());
  EXPECT_EQ(both.regions().size(), 2U);
}

}  // namespace
}  // namespace omma::actors
