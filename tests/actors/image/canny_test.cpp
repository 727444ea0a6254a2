// SPDX-License-Identifier: Apache-2.0
#include "actors/image/canny.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

TEST(Canny, FindsTheOutlineOfASquareAndNothingElse) {
  for (const int type : {CV_8UC1, CV_8UC3}) {
    cv::Mat image = cv::Mat::zeros(60, 60, type);
    cv::rectangle(image, {20, 20, 20, 20}, cv::Scalar::all(255), cv::FILLED);
    const cv::Mat edges = Canny().process(image);
    EXPECT_EQ(edges.type(), CV_8UC1);
    EXPECT_EQ(cv::countNonZero(edges(cv::Rect(23, 23, 14, 14))), 0) << "inside";
    edges(cv::Rect(18, 18, 24, 24)).setTo(0);
    EXPECT_EQ(cv::countNonZero(edges), 0) << "outside";
    EXPECT_GE(cv::countNonZero(Canny().process(image)), 4 * 17);
  }
}

class CannyTest : public testing::WithSamples {};

TEST_F(CannyTest, HigherThresholdsLeaveFewerEdgesOfARealPicture) {
  const cv::Mat image = testing::picture("building.jpg");
  const int many = cv::countNonZero(Canny{.low = 50, .high = 100}.process(image));
  const int few = cv::countNonZero(Canny{.low = 200, .high = 400}.process(image));
  EXPECT_GT(few, 1000);
  EXPECT_GT(many, 2 * few);
}

TEST_F(CannyTest, AnEvenApertureCountsAsTheNextOddOne) {
  const cv::Mat image = testing::picture("building.jpg");
  EXPECT_EQ(cv::norm(Canny{.aperture = 4}.process(image), Canny{.aperture = 5}.process(image)), 0);
}

}  // namespace
}  // namespace omma::actors
