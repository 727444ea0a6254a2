// SPDX-License-Identifier: Apache-2.0
#include "actors/video/pattern.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "actors/detect/blobs.hpp"
#include "runtime/frames/copies.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

Pattern opened(Pattern pattern) {
  const auto result = pattern.open();
  EXPECT_TRUE(result) << result.error().text();
  return pattern;
}

Sample next(Pattern& pattern) {
  auto sample = pattern.process();
  EXPECT_TRUE(sample && *sample);
  return std::move(**sample);
}

std::vector<cv::Rect> sorted_rects(const Regions& regions) {
  std::vector<cv::Rect> rects;
  for (const Region& region : regions) rects.emplace_back(region.rect);
  std::sort(rects.begin(), rects.end(),
            [](const cv::Rect& one, const cv::Rect& other) { return one.y < other.y; });
  return rects;
}

TEST(Pattern, PaintsExactlyWhatItNotes) {
  for (const std::int64_t seed : {1, 2, 3, 99, 123456789}) {
    Pattern pattern;
    pattern.format = "Mono8";
    pattern.seed = seed;
    pattern.objects = 5;
    pattern = opened(std::move(pattern));
    for (int i = 0; i < 200; ++i) {
      const Sample sample = next(pattern);
      const cv::Mat bright = sample.image > 110;
      bright.rowRange(0, 2).setTo(0);  // the number
      const Regions seen = Blobs{.min_area = 1}.process(bright);
      ASSERT_EQ(sorted_rects(seen), sorted_rects(sample.notes.regions)) << seed << " " << i;
    }
  }
}

/// Whether the numbers of the first frames can be read from their pixels.
bool numbers_can_be_read(const std::string& format, std::int64_t width) {
  testing::Stepping pattern("pattern",
                            {{"format", format}, {"width", width}, {"height", std::int64_t{48}}});
  for (std::uint64_t number = 0; number < 70; ++number) {
    const Frame frame = pattern().at(0).frame;
    if (name(frame.format()) != format || pattern_number(frame.mat()) != number) return false;
  }
  return true;
}

TEST(Pattern, TheNumberCanBeReadFromThePixelsInEveryFormat) {
  for (const char* format : {"Mono8", "Mono16", "BGR8", "RGB8", "BGRa8", "RGBa8", "BayerRG8",
                             "BayerGR8", "BayerGB8", "BayerBG8", "BayerRG16", "YUV422_8"}) {
    for (const int width : {128, 130, 640}) {
      EXPECT_TRUE(numbers_can_be_read(format, width)) << format << " " << width;
    }
  }
}

TEST(Pattern, IsTheSameForTheSameSeedAndAnotherForAnother) {
  Pattern one = opened({}), same = opened({}), other;
  other.seed = 2;
  other = opened(std::move(other));
  EXPECT_EQ(cv::norm(next(one).image, next(same).image), 0);
  EXPECT_NE(one.ground_truth(10), other.ground_truth(10));
  EXPECT_EQ(one.ground_truth(10), same.ground_truth(10));
}

TEST(Pattern, ObjectsStayInThePictureAndMove) {
  const Pattern pattern = opened({});
  const cv::Rect2f picture(0, 2, 640, 478);
  for (std::uint64_t number = 0; number < 5000; number += 7) {
    for (const Region& region : pattern.ground_truth(number)) {
      ASSERT_EQ(region.rect & picture, region.rect) << number;
    }
  }
  EXPECT_NE(pattern.ground_truth(0)[0].rect, pattern.ground_truth(1)[0].rect);
}

TEST(Pattern, EndsAfterItsFrames) {
  testing::Stepping pattern("pattern", {{"frames", std::int64_t{2}}});
  EXPECT_EQ(pattern().size(), 1U);
  EXPECT_EQ(pattern().size(), 1U);
  EXPECT_TRUE(pattern().empty());
  EXPECT_TRUE(pattern.ended());
}

TEST(Pattern, IsPacedByItsRate) {
  Pattern pattern;
  pattern.rate = 50;
  pattern = opened(std::move(pattern));
  for (int i = 0; i < 3; ++i) {
    const Sample sample = next(pattern);
    EXPECT_EQ(sample.due_ns, i * 20'000'000);
    EXPECT_EQ(sample.times->capture_ns, i * 20'000'000);
  }
}

TEST(Pattern, PaintsStraightIntoTheSlotThatIsSent) {
  testing::Stepping pattern("pattern");
  const auto before = copies().pixels;
  EXPECT_EQ(pattern().at(0).frame.regions().size(), 3U);
  EXPECT_EQ(copies().pixels, before);
}

TEST(Pattern, SaysWhatDoesNotFit) {
  const struct {
    int width, height, objects;
    const char* text;
  } cases[] = {{129, 48, 1, "have to be even"},
               {130, 49, 1, "have to be even"},
               {64, 48, 1, "at least 128 px"},
               {128, 48, 8, "at most 7 do"}};
  for (const auto& each : cases) {
    Pattern pattern;
    pattern.width = each.width;
    pattern.height = each.height;
    pattern.objects = each.objects;
    const auto result = pattern.open();
    ASSERT_FALSE(result) << each.text;
    EXPECT_NE(result.error().text().find(each.text), std::string::npos) << result.error().text();
  }
}

}  // namespace
}  // namespace omma::actors
