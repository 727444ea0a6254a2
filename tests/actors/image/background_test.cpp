// SPDX-License-Identifier: Apache-2.0
#include "actors/image/background.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

class BackgroundTest : public testing::WithSamples {};

TEST_F(BackgroundTest, SetsTheWalkersAndNotTheStreet) {
  for (const char* method : {"mog2", "knn"}) {
    Background background;
    background.method = method;
    background.reset();
    cv::VideoCapture video(testing::sample("vtest.avi"));
    cv::Mat frame, mask;
    for (int i = 0; i < 40 && video.read(frame); ++i) mask = background.process(frame);
    EXPECT_EQ(mask.type(), CV_8UC1);
    const double walker = cv::mean(mask(cv::Rect(575, 250, 20, 60)))[0] / 255;
    const double street = cv::mean(mask(cv::Rect(100, 300, 200, 200)))[0] / 255;
    EXPECT_GT(walker, 0.4) << method;
    EXPECT_LT(street, 0.02) << method;
  }
}

TEST(Background, LearnsWhatStaysStill) {
  Background background;
  background.history = 10;
  background.reset();
  const cv::Mat empty(40, 40, CV_8UC1, cv::Scalar(50));
  cv::Mat parked = empty.clone();
  parked(cv::Rect(10, 10, 10, 10)).setTo(200);
  for (int i = 0; i < 30; ++i) background.process(empty);
  EXPECT_EQ(cv::countNonZero(background.process(parked)), 100);
  for (int i = 0; i < 60; ++i) background.process(parked);
  EXPECT_EQ(cv::countNonZero(background.process(parked)), 0);
}

TEST(Background, LearnsNothingMoreAtRateZero) {
  Background background;
  background.reset();
  const cv::Mat empty(40, 40, CV_8UC1, cv::Scalar(50)), other(40, 40, CV_8UC1, cv::Scalar(200));
  for (int i = 0; i < 30; ++i) background.process(empty);
  background.learning_rate = 0;
  for (int i = 0; i < 300; ++i) background.process(other);
  EXPECT_EQ(cv::countNonZero(background.process(other)), 1600);
}

TEST(Background, TheModelTakesNoFrameMemory) {
  testing::Stepping background("background");
  Sample sample;
  sample.image = cv::Mat(480, 640, CV_8UC3, cv::Scalar(1, 2, 3));
  const Frame frame = testing::frame_of(std::move(sample));
  const auto before = testing::test_slab().in_use();
  EXPECT_EQ(background({frame}).size(), 1U);
  EXPECT_EQ(testing::test_slab().in_use(), before);
}

}  // namespace
}  // namespace omma::actors
