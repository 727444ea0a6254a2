// SPDX-License-Identifier: Apache-2.0
#include "actors/image/morphology.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

/// A square of 10 px with a hole of one pixel, and a speck beside it.
cv::Mat scene() {
  cv::Mat image = cv::Mat::zeros(40, 40, CV_8UC1);
  image(cv::Rect(10, 10, 10, 10)).setTo(255);
  image.at<uchar>(15, 15) = 0;
  image.at<uchar>(30, 30) = 255;
  return image;
}

TEST(Morphology, DoesWhatItsOperationsSay) {
  const struct {
    const char* operation;
    int pixels;
  } cases[] = {{"erode", 8 * 8 - 9},         {"dilate", 12 * 12 + 9}, {"close", 10 * 10 + 1},
               {"open", 8 * 8 - 9 + 36 - 0}, {"top_hat", 1 + 8},      {"black_hat", 1}};
  for (const auto& each : cases) {
    const Morphology morphology{.operation = each.operation, .shape = "rectangle", .size = 3};
    const cv::Mat result = morphology.process(scene());
    if (std::string(each.operation) == "open" || std::string(each.operation) == "top_hat") {
      EXPECT_EQ(result.at<uchar>(30, 30) == 0, std::string(each.operation) == "open")
          << each.operation;
      continue;
    }
    EXPECT_EQ(cv::countNonZero(result), each.pixels) << each.operation;
  }
}

TEST(Morphology, RepeatsAsOftenAsAsked) {
  const Morphology twice{.operation = "dilate", .shape = "rectangle", .size = 3, .iterations = 2};
  cv::Mat image = cv::Mat::zeros(20, 20, CV_8UC1);
  image.at<uchar>(10, 10) = 255;
  EXPECT_EQ(cv::countNonZero(twice.process(image)), 25);
}

TEST(Morphology, TheShapeIsThatOfTheNeighbourhood) {
  cv::Mat image = cv::Mat::zeros(20, 20, CV_8UC1);
  image.at<uchar>(10, 10) = 255;
  const struct {
    const char* shape;
    int pixels;
  } cases[] = {{"rectangle", 25}, {"cross", 9}, {"ellipse", 17}};
  for (const auto& each : cases) {
    const Morphology dilate{.operation = "dilate", .shape = each.shape, .size = 5};
    EXPECT_EQ(cv::countNonZero(dilate.process(image)), each.pixels) << each.shape;
  }
}

}  // namespace
}  // namespace omma::actors
