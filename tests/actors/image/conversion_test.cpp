// SPDX-License-Identifier: Apache-2.0
#include "actors/image/conversion.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

using F = PixelFormat;

class Conversion : public testing::WithSamples {
 protected:
  void SetUp() override {
    WithSamples::SetUp();
    if (!IsSkipped()) scene_ = testing::picture("fruits.jpg")(cv::Rect(100, 100, 256, 256)).clone();
  }

  /// Of the scene in BGR8, after a way there and back.
  double quality(PixelFormat format) const {
    const auto there = converted(scene_, F::BGR8, format);
    EXPECT_TRUE(there) << there.error().text();
    EXPECT_EQ(there->type(), mat_type(format)) << name(format);
    const auto back = converted(*there, format, F::BGR8);
    EXPECT_TRUE(back) << back.error().text();
    return cv::PSNR(scene_, *back);
  }

  cv::Mat scene_;
};

TEST_F(Conversion, ThereAndBackKeepsTheColours) {
  const struct {
    PixelFormat format;
    double at_least;  // dB; a Bayer pattern has a third of the information, 4:2:2 two thirds
  } cases[] = {{F::BGR8, 300},     {F::RGB8, 300},    {F::BGRa8, 300},       {F::RGBa8, 300},
               {F::BayerRG8, 27},  {F::BayerGR8, 27}, {F::BayerGB8, 27},     {F::BayerBG8, 27},
               {F::BayerRG16, 27}, {F::YUV422_8, 32}, {F::YUV422_8_UYVY, 32}};
  for (const auto& each : cases)
    EXPECT_GE(quality(each.format), each.at_least) << name(each.format);
}

TEST_F(Conversion, GreyIsTheSameFromEveryColourFormat) {
  cv::Mat expected;
  cv::cvtColor(scene_, expected, cv::COLOR_BGR2GRAY);
  for (const auto format : {F::RGB8, F::BGRa8, F::RGBa8}) {
    const auto grey = converted(*converted(scene_, F::BGR8, format), format, F::Mono8);
    EXPECT_LE(cv::norm(*grey, expected, cv::NORM_INF), 1) << name(format);
  }
}

TEST(Convert, ABayerPatternIsNamedAfterItsFirstRow) {
  const cv::Mat orange(2, 2, CV_8UC3, cv::Scalar(10, 100, 200));  // blue, green, red
  const struct {
    PixelFormat format;
    std::vector<uchar> pixels;
  } cases[] = {{F::BayerRG8, {200, 100, 100, 10}},
               {F::BayerGR8, {100, 200, 10, 100}},
               {F::BayerGB8, {100, 10, 200, 100}},
               {F::BayerBG8, {10, 100, 100, 200}}};
  for (const auto& each : cases) {
    const auto mosaic = converted(orange, F::BGR8, each.format);
    EXPECT_EQ(std::vector<uchar>(mosaic->begin<uchar>(), mosaic->end<uchar>()), each.pixels)
        << name(each.format);
  }
}

TEST(Convert, BrightnessKeepsItsShareOfTheFullScale) {
  const struct {
    PixelFormat from, to;
    int before, after;
  } cases[] = {{F::Mono8, F::Mono16, 255, 65535},   {F::Mono8, F::Mono12, 255, 4095},
               {F::Mono8, F::Mono10, 255, 1023},    {F::Mono8, F::Mono16, 1, 257},
               {F::Mono16, F::Mono8, 65535, 255},   {F::Mono12, F::Mono8, 4095, 255},
               {F::Mono10, F::Mono8, 1023, 255},    {F::Mono12, F::Mono16, 4095, 65535},
               {F::Mono16, F::Mono10, 65535, 1023}, {F::Mono16, F::Mono8, 128, 0},
               {F::Mono16, F::Mono8, 129, 1},       {F::BayerRG16, F::BayerRG8, 65535, 255}};
  for (const auto& each : cases) {
    const auto result =
        converted(cv::Mat(2, 2, mat_type(each.from), cv::Scalar(each.before)), each.from, each.to);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->type(), mat_type(each.to));
    const int after =
        result->depth() == CV_16U ? result->at<ushort>(0, 0) : result->at<uchar>(0, 0);
    EXPECT_EQ(after, each.after) << name(each.from) << " to " << name(each.to) << " of "
                                 << each.before;
  }
}

TEST(Convert, EveryConvertibleFormatBecomesEveryOther) {
  for (const PixelFormat from : picture_formats()) {
    for (const PixelFormat to : picture_formats()) {
      if (!convertible(from) || !convertible(to)) continue;
      const auto result = converted(cv::Mat::zeros(8, 8, mat_type(from)), from, to);
      ASSERT_TRUE(result) << result.error().text();
      EXPECT_EQ(result->type(), mat_type(to)) << name(from) << " to " << name(to);
      EXPECT_EQ(result->size(), cv::Size(8, 8));
    }
  }
}

TEST(Convert, WhatHasTheFormatIsNotCopied) {
  const cv::Mat image(4, 4, CV_8UC3);
  EXPECT_EQ(converted(image, F::RGB8, F::RGB8)->data, image.data);
}

TEST(Convert, RefusesWhatMakesNoSense) {
  const struct {
    PixelFormat from, to;
    int width, type;
    const char* text;
  } cases[] = {{F::Coord3D_C32f, F::BGR8, 4, CV_32FC1, "Coord3D_C32f has no brightness or colour"},
               {F::BGR8, F::Tensor, 4, CV_8UC3, "Tensor has no brightness or colour"},
               {F::Mono8, F::BGR8, 4, CV_8UC3, "the matrix does not hold Mono8"},
               {F::BGR8, F::YUV422_8, 5, CV_8UC3, "needs an even width, found 5 px"}};
  for (const auto& each : cases) {
    const auto result = converted(cv::Mat::zeros(4, each.width, each.type), each.from, each.to);
    ASSERT_FALSE(result) << each.text;
    EXPECT_NE(result.error().text().find(each.text), std::string::npos) << result.error().text();
  }
}

}  // namespace
}  // namespace omma::actors
