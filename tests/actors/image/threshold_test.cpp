// SPDX-License-Identifier: Apache-2.0
#include "actors/image/threshold.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

std::vector<int> mask_of(const Threshold& threshold, const cv::Mat& image) {
  const auto mask = threshold.process(image);
  EXPECT_TRUE(mask);
  EXPECT_EQ(mask->type(), CV_8UC1);
  return {mask->begin<uchar>(), mask->end<uchar>()};
}

TEST(Threshold, SetsOnlyPixelsBrighterThanTheLevel) {
  const cv::Mat bytes = (cv::Mat_<uchar>(1, 4) << 0, 89, 90, 91);
  const cv::Mat words = (cv::Mat_<ushort>(1, 4) << 0, 999, 1000, 1001);
  using Mask = std::vector<int>;
  EXPECT_EQ(mask_of({.level = 90}, bytes), (Mask{0, 0, 0, 255}));
  EXPECT_EQ(mask_of({.level = 89.5}, bytes), (Mask{0, 0, 255, 255}));
  EXPECT_EQ(mask_of({.level = 90, .invert = true}, bytes), (Mask{255, 255, 255, 0}));
  EXPECT_EQ(mask_of({.level = 1000}, words), (Mask{0, 0, 0, 255}));
}

TEST(Threshold, OtsuPartsDarkFromBright) {
  for (const int type : {CV_8UC1, CV_16UC1}) {
    cv::Mat image(64, 64, type, cv::Scalar(40));
    image.colRange(0, 20).setTo(200);
    const auto mask = Threshold{.method = "otsu"}.process(image);
    EXPECT_EQ(cv::countNonZero(*mask), 64 * 20) << type;
  }
}

class ThresholdTest : public testing::WithSamples {};

TEST_F(ThresholdTest, AdaptiveFindsTheGridOfASudokuInTheShadow) {
  cv::Mat grey;
  cv::cvtColor(testing::picture("sudoku.png"), grey, cv::COLOR_BGR2GRAY);
  const auto share = [&](const Threshold& threshold, const cv::Rect& part) {
    return cv::mean((*threshold.process(grey))(part))[0] / 255;
  };
  const cv::Rect bright(60, 60, 200, 200), shadow(60, 320, 180, 180);
  const Threshold fixed{.level = 100, .invert = true};
  EXPECT_GT(share(fixed, shadow), 0.5) << "one level drowns the shadow";
  const Threshold adaptive{.method = "adaptive", .size = 21, .offset = -8, .invert = true};
  for (const cv::Rect& part : {bright, shadow}) {
    EXPECT_GT(share(adaptive, part), 0.03);
    EXPECT_LT(share(adaptive, part), 0.3);
  }
}

TEST(Threshold, AdaptiveRefusesMoreThanEightBits) {
  const auto mask = Threshold{.method = "adaptive"}.process(cv::Mat::zeros(9, 9, CV_16UC1));
  ASSERT_FALSE(mask);
  EXPECT_NE(mask.error().what.find("takes Mono8"), std::string::npos);
}

}  // namespace
}  // namespace omma::actors
