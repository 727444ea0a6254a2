// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/people.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "actors/detect/overlap.hpp"
#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

People ready(People people = {}) {
  people.prepare();
  return people;
}

/// How many of `people` are where one of `found` is.
std::size_t met(const std::vector<cv::Rect2f>& people, const Regions& found) {
  return static_cast<std::size_t>(
      std::count_if(people.begin(), people.end(), [&](const cv::Rect2f& person) {
        return std::any_of(found.begin(), found.end(), [&](const Region& region) {
          return overlap(region.rect, person) > 0.5F;
        });
      }));
}

class PeopleTest : public testing::WithSamples {};

TEST_F(PeopleTest, FindsTheWalkersAndLittleElse) {
  const struct {
    int frame;
    std::vector<cv::Rect2f> people;  // marked by eye
  } cases[] = {{0, {{500, 156, 32, 78}, {252, 218, 34, 92}, {642, 240, 42, 80}}},
               {300,
                {{236, 160, 28, 64},
                 {584, 158, 28, 66},
                 {316, 214, 34, 80},
                 {188, 158, 32, 76},
                 {300, 158, 26, 66},
                 {620, 160, 28, 70}}},
               {700,
                {{518, 167, 31, 70},
                 {365, 168, 34, 82},
                 {104, 288, 38, 104},
                 {184, 166, 30, 72},
                 {276, 210, 32, 80},
                 {473, 133, 31, 68}}}};
  for (const auto& each : cases) {
    const Regions found = ready().process(testing::frame_of_video("vtest.avi", each.frame));
    EXPECT_EQ(met(each.people, found), each.people.size()) << "frame " << each.frame;
    EXPECT_LE(found.size(), each.people.size() + 2) << "frame " << each.frame;
    for (const Region& region : found) {
      EXPECT_EQ(region.label, "person");
      EXPECT_GT(region.confidence, 0);
      EXPECT_LE(region.confidence, 1);
    }
  }
}

TEST_F(PeopleTest, FindsThemInGreyAsWell) {
  cv::Mat grey;
  cv::cvtColor(testing::frame_of_video("vtest.avi", 0), grey, cv::COLOR_BGR2GRAY);
  const std::vector<cv::Rect2f> people{{500, 156, 32, 78}, {252, 218, 34, 92}};
  EXPECT_EQ(met(people, ready().process(grey)), 2U);
}

TEST_F(PeopleTest, OneWhoTouchesTheEdgeIsFound) {
  const cv::Mat frame = testing::frame_of_video("vtest.avi", 0);
  const cv::Rect tight(500, 152, 120, 160);
  const Regions found = ready().process(frame(tight));
  EXPECT_EQ(met({{0, 4, 32, 78}}, found), 1U);
  for (const Region& region : found)
    EXPECT_EQ(region.rect & cv::Rect2f(0, 0, 120, 160), region.rect);
}

TEST_F(PeopleTest, AHigherThresholdFindsFewer) {
  const cv::Mat frame = testing::frame_of_video("vtest.avi", 300);
  People strict;
  strict.hit_threshold = 1.5;
  EXPECT_LT(ready(std::move(strict)).process(frame).size(), ready().process(frame).size());
}

TEST_F(PeopleTest, NobodyIsLargerThanAsked) {
  People small;
  small.hit_threshold = -1;
  small.max_height = 80;
  for (const Region& region :
       ready(std::move(small)).process(testing::frame_of_video("vtest.avi", 0))) {
    EXPECT_LE(region.rect.height, 85);
  }
}

TEST_F(PeopleTest, NobodyIsInABowlOfFruit) {
  EXPECT_LE(ready().process(testing::picture("fruits.jpg")).size(), 1U);
}

TEST(People, NobodyIsInAPictureTooSmall) {
  EXPECT_TRUE(ready().process(cv::Mat::zeros(20, 20, CV_8UC1)).empty());
}

}  // namespace
}  // namespace omma::actors
