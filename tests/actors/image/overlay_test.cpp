// SPDX-License-Identifier: Apache-2.0
#include "actors/image/overlay.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "runtime/frames/copies.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::region_at;
using testing::Stepping;

/// The pixels that drawing changed, as a mask.
cv::Mat drawn(const Overlay& overlay, const Notes& notes, int type = CV_8UC3,
              PixelFormat format = PixelFormat::BGR8) {
  cv::Mat image(240, 320, type, cv::Scalar::all(7));
  overlay.draw(image, format, notes);
  const cv::Mat changed = image.reshape(1, 240) != 7;
  cv::Mat mask;
  cv::resize(changed, mask, {320, 240}, 0, 0, cv::INTER_AREA);
  return mask > 0;
}

Notes noted(const Region& region) {
  Notes notes;
  notes.regions = {region};
  return notes;
}

Frame painted_frame() {
  Sample sample;
  sample.image = cv::Mat(240, 320, CV_8UC3, cv::Scalar::all(7));
  sample.notes = noted(region_at({100, 100, 50, 60}, "person"));
  return testing::frame_of(std::move(sample));
}

TEST(Overlay, DrawsAThinBoxOnTheEdgeOfTheRegion) {
  const Overlay overlay{.labels = false};
  for (const auto& [type, format] : {std::pair(CV_8UC3, PixelFormat::BGR8),
                                     {CV_8UC1, PixelFormat::Mono8},
                                     {CV_8UC4, PixelFormat::RGBa8}}) {
    const cv::Mat mask = drawn(overlay, noted(region_at({100, 100, 50, 60})), type, format);
    EXPECT_NE(mask.at<uchar>(130, 100), 0);
    EXPECT_NE(mask.at<uchar>(159, 120), 0);
    EXPECT_EQ(cv::countNonZero(mask(cv::Rect(104, 104, 42, 52))), 0) << "inside";
    mask(cv::Rect(97, 97, 56, 66)).setTo(0);
    EXPECT_EQ(cv::countNonZero(mask), 0) << "outside";
  }
}

TEST(Overlay, WritesTheLabelAboveTheBoxOrInsideWhereThereIsNoRoom) {
  const Region middle = region_at({100, 100, 50, 60}, "person"),
               top = region_at({100, 0, 50, 60}, "person");
  EXPECT_GT(cv::countNonZero(drawn({}, noted(middle))(cv::Rect(100, 80, 40, 18))), 200);
  EXPECT_GT(cv::countNonZero(drawn({}, noted(top))(cv::Rect(102, 2, 40, 12))), 200);
}

TEST(Overlay, WritesTheWholeLabelOfASmallBox) {
  Region small = region_at({100, 100, 14, 14}, "traffic light");
  small.confidence = 0.5F;
  const cv::Rect end(180, 86, 20, 12);
  EXPECT_GT(cv::countNonZero(drawn({}, noted(small))(end)), 200);
  small.label.clear();
  EXPECT_EQ(cv::countNonZero(drawn({}, noted(small))(end)), 0) << "the number alone";
}

TEST(Overlay, WritesLabelsBesideEachOther) {
  Notes notes;
  notes.regions = {region_at({100, 100, 20, 20}, "one one one"),
                   region_at({110, 100, 20, 20}, "two two two")};
  const cv::Mat both = drawn({}, notes), first = drawn({}, noted(notes.regions[0]));
  EXPECT_EQ(cv::countNonZero(both.rowRange(80, 98) != first.rowRange(80, 98)), 0);
  EXPECT_GT(cv::countNonZero(both(cv::Rect(110, 121, 60, 12))), 600);
}

TEST(Overlay, ShortensALabelThatIsWiderThanThePicture) {
  Region region = region_at({150, 100, 20, 20}, std::string(200, 'w'));
  region.track_id = 1;
  const cv::Mat mask = drawn({}, noted(region)).rowRange(88, 96);
  EXPECT_GT(cv::countNonZero(mask), 250 * mask.rows);
}

TEST(Overlay, WritesNothingAboutARegionOutsideOfThePicture) {
  EXPECT_EQ(cv::countNonZero(drawn({}, noted(region_at({400, 100, 20, 20}, "car")))), 0);
}

TEST(Overlay, LeavesThePanelToTheAttributes) {
  Notes notes;
  notes.attributes = {{"cars", 12.0}};
  const cv::Mat panel = drawn({}, notes);
  notes.regions = {region_at({0, 30, 12, 12}, "car")};
  cv::Mat difference = drawn({}, notes) != panel;
  EXPECT_EQ(cv::countNonZero(difference.rowRange(0, 28)), 0);
  EXPECT_GT(cv::countNonZero(difference.rowRange(42, 60)), 200) << "below its box";
}

TEST(Overlay, ALineIsDrawnInsteadOfItsBox) {
  Region line = region_at({100, 100, 51, 51}, "line");
  line.tensors = {tensor_of(Line{{100, 100}, {150, 150}}, "line")};
  const cv::Mat mask = drawn({}, noted(line));
  EXPECT_NE(mask.at<uchar>(125, 125), 0);
  EXPECT_EQ(mask.at<uchar>(100, 140), 0);
}

TEST(Overlay, ListsTheAttributesInTheCorner) {
  Notes notes;
  notes.attributes = {{"cars", 12.0}, {"gate", std::string("open")}};
  EXPECT_GT(cv::countNonZero(drawn({}, notes)(cv::Rect(4, 4, 60, 36))), 1000);
  EXPECT_EQ(cv::countNonZero(drawn({.attributes = false}, notes)), 0);
}

TEST(Overlay, NeighbouringTracksHaveDifferentColours) {
  for (std::int64_t id = 1; id < 100; ++id) {
    const cv::Scalar difference = Canvas::color_of(id) - Canvas::color_of(id + 1);
    EXPECT_GT(cv::norm(difference), 60) << id;
  }
}

TEST(Overlay, TheColourIsTheSameInRgbAndBgr) {
  cv::Mat bgr(240, 320, CV_8UC3, cv::Scalar::all(7)), rgb = bgr.clone();
  const Notes notes = noted(region_at({100, 100, 50, 60}, "person"));
  Overlay().draw(bgr, PixelFormat::BGR8, notes);
  Overlay().draw(rgb, PixelFormat::RGB8, notes);
  cv::cvtColor(rgb, rgb, cv::COLOR_RGB2BGR);
  EXPECT_EQ(cv::norm(bgr, rgb, cv::NORM_INF), 0);
}

TEST(Overlay, DrawsInPlaceWhenNobodyElseHoldsThePicture) {
  Stepping overlay("overlay");
  std::vector<Frame> inputs;
  inputs.push_back(painted_frame());
  const Slot* slot = inputs[0].pixel_slot();
  const auto before = copies().pixels;
  const Frame frame = overlay(std::move(inputs)).at(0).frame;
  EXPECT_EQ(frame.pixel_slot(), slot);
  EXPECT_EQ(frame.regions().size(), 1U);
  EXPECT_EQ(copies().pixels, before);
}

TEST(Overlay, LeavesAPictureAloneThatOthersHold) {
  Stepping overlay("overlay");
  const Frame mine = painted_frame();
  const auto before = copies().pixels;
  std::vector<Frame> inputs;  // one more handle, not two as a list in braces would make
  inputs.push_back(mine);
  const Frame frame = overlay(std::move(inputs)).at(0).frame;
  EXPECT_NE(frame.pixel_slot(), mine.pixel_slot());
  EXPECT_EQ(cv::countNonZero(mine.mat().reshape(1) != 7), 0);
  EXPECT_EQ(frame.regions(), mine.regions());
  EXPECT_EQ(copies().pixels, before + 240 * 320);
}

}  // namespace
}  // namespace omma::actors
