// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/lines.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "actors/image/canny.hpp"
#include "actors/line.hpp"
#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

double length_of(const Region& region) {
  const auto line = line_of(region.tensors.at(0));
  return cv::norm(line->from - line->to);
}

TEST(Lines, FindsTheEndsOfALine) {
  cv::Mat edges = cv::Mat::zeros(200, 200, CV_8UC1);
  cv::line(edges, {20, 30}, {180, 150}, 255);
  const Regions regions = Lines().process(edges);
  ASSERT_EQ(regions.size(), 1U);
  const auto line = line_of(regions[0].tensors.at(0));
  ASSERT_TRUE(line);
  EXPECT_LE(cv::norm(line->from - cv::Point2f(20, 30)), 3);
  EXPECT_LE(cv::norm(line->to - cv::Point2f(180, 150)), 3);
  EXPECT_EQ(regions[0].label, "line");
}

class LinesTest : public testing::WithSamples {};

TEST_F(LinesTest, FindsTheGridOfASudoku) {
  const cv::Mat edges = Canny().process(testing::picture("sudoku.png"));
  const Regions regions = Lines{.votes = 150, .min_length = 200, .max_gap = 20}.process(edges);
  int upright = 0, level = 0;
  for (const Region& region : regions) {
    upright += region.rect.height > 5 * region.rect.width ? 1 : 0;
    level += region.rect.width > 5 * region.rect.height ? 1 : 0;
  }
  EXPECT_GE(upright, 6);
  EXPECT_GE(level, 6);
}

TEST_F(LinesTest, TellsOfTheLongestFirstAndOfNoMoreThanAsked) {
  const cv::Mat edges = Canny().process(testing::picture("building.jpg"));
  const Regions regions = Lines{.most = 10}.process(edges);
  ASSERT_EQ(regions.size(), 10U);
  for (std::size_t i = 1; i < regions.size(); ++i)
    EXPECT_GE(length_of(regions[i - 1]), length_of(regions[i]));
}

}  // namespace
}  // namespace omma::actors
