// SPDX-License-Identifier: Apache-2.0
#include "actors/image/blur.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

/// How much neighbouring pixels differ.
double roughness(const cv::Mat& image) {
  cv::Mat differences;
  cv::Laplacian(image, differences, CV_32F);
  return cv::norm(differences, cv::NORM_L1) / static_cast<double>(image.total());
}

class BlurTest : public testing::WithSamples {};

TEST_F(BlurTest, MakesARealPictureSmootherAndKeepsItsMean) {
  const cv::Mat image = testing::picture("building.jpg");
  for (const char* method : {"gaussian", "box", "median"}) {
    const auto smooth = Blur{.method = method, .size = 7}.process(image);
    ASSERT_TRUE(smooth);
    EXPECT_LT(roughness(*smooth), 0.6 * roughness(image)) << method;
    EXPECT_LT(cv::norm(cv::mean(*smooth), cv::mean(image)), 6) << method;
  }
}

TEST(Blur, MedianRemovesSpecksAndKeepsEdges) {
  cv::Mat image = cv::Mat::zeros(20, 20, CV_8UC1);
  image.colRange(10, 20).setTo(200);
  const cv::Mat clean = image.clone();
  image.at<uchar>(5, 5) = 255;
  EXPECT_EQ(cv::norm(*Blur{.method = "median", .size = 3}.process(image), clean), 0);
}

TEST(Blur, AnEvenSizeCountsAsTheNextOddOne) {
  cv::Mat image = cv::Mat::zeros(20, 20, CV_8UC1);
  image.at<uchar>(9, 9) = 255;
  for (const char* method : {"gaussian", "box", "median"}) {
    const auto even = Blur{.method = method, .size = 4}.process(image);
    const auto odd = Blur{.method = method, .size = 5}.process(image);
    EXPECT_EQ(cv::norm(*even, *odd), 0) << method;
  }
}

TEST(Blur, RefusesALargeMedianOfSixteenBits) {
  const cv::Mat image = cv::Mat::zeros(20, 20, CV_16UC1);
  EXPECT_TRUE((Blur{.method = "median", .size = 5}.process(image)));
  const auto result = Blur{.method = "median", .size = 7}.process(image);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("at most 5 px, found 7"), std::string::npos);
}

}  // namespace
}  // namespace omma::actors
