// SPDX-License-Identifier: Apache-2.0
#include "actors/image/resize.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "actors/line.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::region_at;
using testing::Stepping;

Frame noted_frame() {
  Sample sample;
  sample.image = cv::Mat(100, 200, CV_8UC3, cv::Scalar(1, 2, 3));
  sample.notes.regions = {region_at({10, 20, 30, 40})};
  sample.notes.regions[0].tensors = {tensor_of(Line{{0, 0}, {200, 100}}, "line")};
  sample.notes.attributes = {{"speed", 7.0}};
  return frame_of(std::move(sample));
}

TEST(Resize, KeepsTheProportionWhereASideIsLeftOpen) {
  const struct {
    int width, height;
    cv::Size expected;
  } cases[] = {{0, 0, {640, 480}},   {320, 0, {320, 240}}, {0, 240, {320, 240}}, {10, 20, {10, 20}},
               {333, 0, {333, 250}}, {0, 1, {1, 1}},       {1, 0, {1, 1}}};
  for (const auto& each : cases) {
    const Resize resize{.width = each.width, .height = each.height};
    EXPECT_EQ(resize.size_for({640, 480}), each.expected) << each.width << " x " << each.height;
  }
}

TEST(Resize, TakesRegionsAndLinesAlong) {
  Stepping resize("resize", {{"width", std::int64_t{400}}, {"height", std::int64_t{100}}});
  const Frame frame = resize({noted_frame()}).at(0).frame;
  EXPECT_EQ(cv::Size(frame.width(), frame.height()), cv::Size(400, 100));
  const Regions regions = frame.regions();
  ASSERT_EQ(regions.size(), 1U);
  EXPECT_EQ(regions[0].rect, cv::Rect2f(20, 20, 60, 40));
  const auto line = line_of(regions[0].tensors.at(0));
  EXPECT_EQ(line->to, cv::Point2f(400, 100));
  EXPECT_EQ(frame.number("speed"), 7.0);
}

TEST(Resize, PassesAPictureOfTheSizeByUncopied) {
  Stepping resize("resize", {{"width", std::int64_t{200}}});
  const Frame frame = noted_frame();
  const Frame same = resize({frame}).at(0).frame;
  EXPECT_EQ(same.header().get(), frame.header().get());
  EXPECT_EQ(same.regions().size(), 1U);
}

TEST(Resize, KeepsTheMeanOfARealPicture) {
  const cv::Mat image = testing::picture("fruits.jpg");
  if (image.empty()) GTEST_SKIP() << "no samples; tools/setup fetches them";
  Sample sample;
  sample.image = image;
  Stepping resize("resize", {{"width", std::int64_t{64}}});
  const cv::Mat small = resize({frame_of(std::move(sample))}).at(0).frame.mat();
  EXPECT_LT(cv::norm(cv::mean(small), cv::mean(image)), 1);
}

}  // namespace
}  // namespace omma::actors
