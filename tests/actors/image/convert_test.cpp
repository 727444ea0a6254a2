// SPDX-License-Identifier: Apache-2.0
#include "actors/image/convert.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "actors/image/conversion.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/frames/copies.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::Stepping;

Sample grey_sample() {
  Sample sample;
  sample.image = cv::Mat(16, 32, CV_8UC1, cv::Scalar(9));
  sample.notes.regions = {testing::region_at({1, 2, 3, 4})};
  return sample;
}

TEST(ConvertActor, ChangesTheFormatAndKeepsNotesAndIdentity) {
  Stepping convert("convert", {{"format", std::string("RGB8")}});
  const Frame frame = convert({frame_of(grey_sample(), 5)}).at(0).frame;
  EXPECT_EQ(frame.format(), PixelFormat::RGB8);
  EXPECT_EQ(frame.sequence(), 5U);
  EXPECT_EQ(frame.regions().size(), 1U);
  EXPECT_EQ(frame.mat().at<cv::Vec3b>(15, 31), cv::Vec3b(9, 9, 9));
}

TEST(ConvertActor, PassesAPictureOfTheFormatByUncopied) {
  Stepping convert("convert", {{"format", std::string("Mono8")}});
  const Frame frame = frame_of(grey_sample());
  const auto before = copies().pixels;
  const Frame same = convert({frame}).at(0).frame;
  EXPECT_EQ(same.header().get(), frame.header().get());
  EXPECT_EQ(same.notes().get(), frame.notes().get());
  EXPECT_EQ(copies().pixels, before);
}

TEST(ConvertActor, SaysThatAFrameHasNoPixels) {
  Stepping convert("convert");
  EXPECT_NE(convert.error_of({frame_of(Regions())}), "");
}

TEST(ConvertActor, SaysTheFormatsThatAreConvertible) {
  const Contract& contract = Registry::global().find("convert")->contract;
  const auto& taken = contract.inputs[0].formats.any_of;
  const auto& named = contract.param("format")->choices;
  for (const PixelFormat format : picture_formats()) {
    const std::string text(name(format));
    EXPECT_EQ(std::ranges::count(taken, format), convertible(format)) << text;
    EXPECT_EQ(std::ranges::count(named, text), convertible(format)) << text;
  }
}

}  // namespace
}  // namespace omma::actors
