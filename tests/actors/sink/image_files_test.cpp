// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/image_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"
#include "tests/support/file_size_limit.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::Scratch;
using testing::Stepping;

Frame frame_of_type(int type, std::uint64_t sequence = 0) {
  Sample sample;
  sample.image = cv::Mat(32, 48, type, cv::Scalar(10, 200, 90, 255));
  return frame_of(std::move(sample), sequence);
}

TEST(ImageFiles, NamesFilesAfterTheFrame) {
  const struct {
    const char* path;
    Identity identity;
    const char* expected;
  } cases[] = {{"{source}_{sequence}.png", {"camera", 12, 0}, "camera_000012.png"},
               {"{sequence}/{sequence}.png", {"camera", 1234567, 0}, "1234567/1234567.png"},
               {"{part}.jpg", {"camera", 0, 3}, "3.jpg"},
               {"{source}.png", {"module/camera", 0, 0}, "module_camera.png"},
               {"latest.png", {"camera", 5, 0}, "latest.png"},
               {"{source}.png", {"{sequence}", 5, 0}, "{sequence}.png"}};
  for (const auto& each : cases)
    EXPECT_EQ(ImageFiles{.path = each.path}.name_for(each.identity), each.expected);
}

TEST(ImageFiles, WritesWhatCanBeReadAgain) {
  const Scratch scratch;
  const struct {
    const char* extension;
    int type;
    double difference;
  } cases[] = {{"png", CV_8UC1, 0}, {"png", CV_8UC3, 0}, {"png", CV_16UC1, 0},
               {"png", CV_8UC4, 0}, {"jpg", CV_8UC1, 2}, {"jpg", CV_8UC3, 4}};
  for (const auto& each : cases) {
    Stepping files("image_files",
                   {{"path", scratch / ("deep/{sequence}." + std::string(each.extension))}});
    const Frame frame = frame_of_type(each.type, 3);
    files({frame});
    const cv::Mat read =
        cv::imread(scratch / ("deep/000003." + std::string(each.extension)), cv::IMREAD_UNCHANGED);
    ASSERT_EQ(read.type(), each.type) << each.extension;
    EXPECT_LE(cv::norm(read, frame.mat(), cv::NORM_INF), each.difference)
        << each.extension << each.type;
  }
}

/// The picture that was there stays, and nothing lies beside it.
TEST(ImageFiles, SaysWhenTheDiskIsFull) {
  const Scratch scratch;
  const std::string path = scratch / "a.png";
  Stepping files("image_files", {{"path", path}});
  files({frame_of_type(CV_8UC1, 3)});
  const auto size = std::filesystem::file_size(path);
  std::string text;
  {
    const testing::FileSizeLimit limit(10);
    text = files.error_of({frame_of_type(CV_8UC3)});
  }
  EXPECT_NE(text.find("cannot write " + path + ": File too large"), std::string::npos) << text;
  EXPECT_EQ(std::filesystem::file_size(path), size);
  const auto beside = std::filesystem::path(path).parent_path();
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(beside), {}), 1);
}

TEST(ImageFiles, SaysWhatIsWrong) {
  const Scratch scratch;
  const struct {
    std::string path;
    int type;
    const char* text;
  } cases[] = {{scratch / "a.tif", CV_8UC1, "should end in .png or .jpg"},
               {scratch / "a.jpg", CV_16UC1, "a .jpg holds 8 bits a channel, found Mono16"},
               {"/proc/a.png", CV_8UC1, "cannot write /proc/a.png"}};
  for (const auto& each : cases) {
    Stepping files("image_files", {{"path", each.path}});
    const std::string text = files.error_of({frame_of_type(each.type)});
    EXPECT_NE(text.find(each.text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace omma::actors
