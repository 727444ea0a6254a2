// SPDX-License-Identifier: Apache-2.0
#include "actors/video/images.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::Scratch;
using testing::Stepping;

class ImagesTest : public testing::WithSamples {};

void write_grey(const std::string& file, int level) {
  cv::imwrite(file, cv::Mat(8, 8, CV_8UC1, cv::Scalar(level)));
}

std::string file_of(const Frame& frame) {
  return std::get<std::string>(frame.attributes().at(0).value);
}

TEST(NaturalLess, ComparesRunsOfDigitsAsNumbers) {
  const struct {
    const char *one, *other;
    bool less;
  } cases[] = {{"img2", "img10", true}, {"img10", "img2", false},
               {"a", "b", true},        {"a", "a", false},
               {"a", "a1", true},       {"a1", "a", false},
               {"a01", "a1", false},    {"a1b2", "a1b10", true},
               {"9", "10", true},       {"99999999999999999999", "100000000000000000000", true}};
  for (const auto& each : cases) {
    EXPECT_EQ(natural_less(each.one, each.other), each.less) << each.one << " " << each.other;
  }
}

TEST(Images, ReadsAFolderInNaturalOrder) {
  const Scratch scratch;
  for (const int number : {10, 9, 1})
    write_grey(scratch / ("img" + std::to_string(number) + ".png"), number);
  std::ofstream(scratch / "notes.txt") << "no picture";
  Stepping images("images", {{"path", scratch / ""}});
  for (const int number : {1, 9, 10}) {
    const Frame frame = images().at(0).frame;
    EXPECT_EQ(file_of(frame), "img" + std::to_string(number) + ".png");
    EXPECT_EQ(frame.mat().at<cv::Vec3b>(0, 0)[0], number);
  }
  EXPECT_TRUE(images().empty());
  EXPECT_TRUE(images.ended());
}

TEST(Images, ReadsWhatAPatternMatches) {
  const Scratch scratch;
  for (const char* name : {"a1.png", "a2.png", "b1.png"}) write_grey(scratch / name, 7);
  Stepping images("images", {{"path", scratch / "a*.png"}});
  EXPECT_EQ(file_of(images().at(0).frame), "a1.png");
  EXPECT_EQ(file_of(images().at(0).frame), "a2.png");
  EXPECT_TRUE(images().empty());
}

TEST(Images, BeginsAgainWhenAsked) {
  const Scratch scratch;
  write_grey(scratch / "one.png", 1);
  Stepping images("images", {{"path", scratch / ""}, {"loop", true}, {"rate", 4.0}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(images().at(0).frame.times().capture_ns, i * 250'000'000);
}

TEST(Images, GivesTheFormatAskedFor) {
  const Scratch scratch;
  write_grey(scratch / "eight.png", 200);
  cv::imwrite(scratch / "sixteen.png", cv::Mat(8, 8, CV_16UC1, cv::Scalar(12345)));
  const struct {
    const char *file, *format;
    PixelFormat expected;
    int level;
  } cases[] = {{"eight.png", "BGR8", PixelFormat::BGR8, 200},
               {"eight.png", "Mono8", PixelFormat::Mono8, 200},
               {"eight.png", "Mono16", PixelFormat::Mono16, 200 * 257},
               {"sixteen.png", "Mono16", PixelFormat::Mono16, 12345}};
  for (const auto& each : cases) {
    Stepping images("images",
                    {{"path", scratch / each.file}, {"format", std::string(each.format)}});
    const Frame frame = images().at(0).frame;
    EXPECT_EQ(frame.format(), each.expected) << each.file << " " << each.format;
    const cv::Mat mat = frame.mat();
    EXPECT_EQ(mat.depth() == CV_16U ? mat.at<ushort>(0, 0) : mat.data[0], each.level)
        << each.format;
  }
}

TEST_F(ImagesTest, FindsSamplesByTheirNameAlone) {
  Stepping images("images", {{"path", std::string("fruits.jpg")}});
  const Frame frame = images().at(0).frame;
  EXPECT_EQ(cv::norm(frame.mat(), testing::picture("fruits.jpg"), cv::NORM_INF), 0);
}

TEST(Images, SaysWhatIsWrong) {
  const Scratch scratch;
  std::ofstream(scratch / "broken.png") << "no picture";
  const struct {
    std::string path;
    const char* text;
  } cases[] = {{scratch / "nothing", "found no "},
               {scratch / "*.tif", "no picture that OpenCV reads is called"},
               {scratch / "", "holds no picture that OpenCV reads"},
               {scratch / "broken.png", "is not a picture that OpenCV reads"}};
  for (const auto& each : cases) {
    Stepping images("images", {{"path", each.path}});
    const std::string text = images.error_of();
    EXPECT_NE(text.find(each.text), std::string::npos) << each.path << ": " << text;
  }
}

TEST(Images, GoesOnAfterAPictureThatIsBroken) {
  const Scratch scratch;
  write_grey(scratch / "1.png", 1);
  write_grey(scratch / "2.png", 2);
  Stepping images("images", {{"path", scratch / ""}});
  images.error_of();
  std::ofstream(scratch / "2.png") << "broken now";
  EXPECT_NE(images.error_of(), "");
  EXPECT_TRUE(images().empty());
}

}  // namespace
}  // namespace omma::actors
