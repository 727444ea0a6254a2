// SPDX-License-Identifier: Apache-2.0
#include "actors/image/crop.hpp"

#include <gtest/gtest.h>

#include "actors/line.hpp"
#include "runtime/frames/copies.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::region_at;
using testing::Stepping;
using F = PixelFormat;

TEST(Crop, StaysInsideThePictureAndOnWholeCells) {
  const struct {
    Crop crop;
    PixelFormat format;
    cv::Rect expected;
  } cases[] = {{{}, F::BGR8, {0, 0, 100, 60}},
               {{10, 20, 30, 40}, F::BGR8, {10, 20, 30, 40}},
               {{10, 20, 0, 0}, F::BGR8, {10, 20, 90, 40}},
               {{90, 50, 30, 40}, F::BGR8, {90, 50, 10, 10}},
               {{11, 21, 31, 31}, F::BayerRG8, {10, 20, 30, 30}},
               {{11, 21, 31, 31}, F::YUV422_8, {10, 20, 30, 30}}};
  for (const auto& each : cases) {
    const auto rect = each.crop.rect_in({100, 60}, each.format);
    ASSERT_TRUE(rect);
    EXPECT_EQ(*rect, each.expected);
  }
}

TEST(Crop, SaysWhenNothingIsLeft) {
  const auto rect = Crop{.x = 100}.rect_in({100, 60}, F::Mono8);
  ASSERT_FALSE(rect);
  EXPECT_EQ(rect.error().what, "the rectangle at 100, 0 is outside the picture of 100 x 60 px");
}

TEST(Crop, TakesAlongWhatIsInside) {
  Sample sample;
  sample.image = cv::Mat::zeros(60, 100, CV_8UC1);
  sample.image.at<uchar>(25, 15) = 77;
  sample.notes.regions = {region_at({0, 0, 5, 5}, "outside"), region_at({5, 15, 20, 20}, "half"),
                          region_at({12, 22, 2, 2}, "child"), region_at({14, 24, 2, 2}, "orphan")};
  sample.notes.regions[2].parent = 1;
  sample.notes.regions[3].parent = 0;
  sample.notes.regions[1].tensors = {tensor_of(Line{{10, 20}, {0, 0}}, "line")};
  Stepping crop("crop", {{"x", std::int64_t{10}},
                         {"y", std::int64_t{20}},
                         {"width", std::int64_t{30}},
                         {"height", std::int64_t{30}}});
  const auto before = copies().pixels;
  const Frame frame = crop({frame_of(std::move(sample))}).at(0).frame;
  EXPECT_EQ(frame.mat().at<uchar>(5, 5), 77);
  const Regions regions = frame.regions();
  ASSERT_EQ(regions.size(), 3U);
  EXPECT_EQ(regions[0].label, "half");
  EXPECT_EQ(regions[0].rect, cv::Rect2f(0, 0, 15, 15));
  EXPECT_EQ(line_of(regions[0].tensors[0])->to, cv::Point2f(-10, -20));
  EXPECT_EQ(regions[1].parent, 0);
  EXPECT_EQ(regions[2].parent, -1);
  EXPECT_EQ(copies().pixels, before + 60 * 100) << "only the test's own picture is copied";
}

}  // namespace
}  // namespace omma::actors
