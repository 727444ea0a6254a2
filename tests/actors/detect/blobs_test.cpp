// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/blobs.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <opencv2/imgproc.hpp>

#include "actors/image/threshold.hpp"
#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

std::vector<float> numbers_in(const Tensor& tensor) {
  std::vector<float> numbers(tensor.data.size() / sizeof(float));
  std::memcpy(numbers.data(), tensor.data.data(), tensor.data.size());
  return numbers;
}

cv::Mat three_squares() {
  cv::Mat mask = cv::Mat::zeros(100, 100, CV_8UC1);
  for (const cv::Rect& square : {cv::Rect(1, 2, 10, 10), {30, 30, 20, 20}, {70, 70, 3, 3}})
    mask(square).setTo(255);
  return mask;
}

TEST(Blobs, MakesEachAreaARegionLargestFirst) {
  const Regions regions = Blobs{.label = "square", .min_area = 1}.process(three_squares());
  ASSERT_EQ(regions.size(), 3U);
  EXPECT_EQ(regions[0].rect, cv::Rect2f(30, 30, 20, 20));
  EXPECT_EQ(regions[1].rect, cv::Rect2f(1, 2, 10, 10));
  EXPECT_EQ(regions[1].label, "square");
  EXPECT_EQ(numbers_in(regions[1].tensors[0]), std::vector<float>{100});
  EXPECT_EQ(numbers_in(regions[1].tensors[1]), (std::vector<float>{5.5, 6.5}));
}

TEST(Blobs, KeepsToTheBounds) {
  const struct {
    Blobs blobs;
    std::size_t expected;
  } cases[] = {{{.min_area = 1}, 3},
               {{.min_area = 10}, 2},
               {{.min_area = 1, .max_area = 100}, 2},
               {{.min_area = 1, .most = 1}, 1},
               {{.min_area = 1000}, 0}};
  for (const auto& each : cases)
    EXPECT_EQ(each.blobs.process(three_squares()).size(), each.expected);
}

TEST(Blobs, PixelsThatTouchAtACornerAreConnected) {
  cv::Mat mask = cv::Mat::zeros(10, 10, CV_8UC1);
  mask.at<uchar>(3, 3) = mask.at<uchar>(4, 4) = 255;
  EXPECT_EQ((Blobs{.min_area = 1}.process(mask).size()), 1U);
}

class BlobsTest : public testing::WithSamples {};

TEST_F(BlobsTest, CountsTheSmarties) {
  cv::Mat colours;
  cv::cvtColor(testing::picture("smarties.png"), colours, cv::COLOR_BGR2HSV);
  cv::Mat saturation;
  cv::extractChannel(colours, saturation, 1);
  const auto mask = Threshold{.method = "otsu"}.process(saturation);
  const Regions regions = Blobs{.min_area = 300}.process(*mask);
  EXPECT_GE(regions.size(), 5U);
  EXPECT_LE(regions.size(), 30U);
}

}  // namespace
}  // namespace omma::actors
