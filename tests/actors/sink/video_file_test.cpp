// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/video_file.hpp"

#include <gtest/gtest.h>

#include <opencv2/videoio.hpp>

#include "actors/video/pattern.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::Scratch;
using testing::Stepping;

Stepping pattern(double rate, const std::string& format = "BGR8") {
  return Stepping("pattern", {{"width", std::int64_t{640}},
                              {"height", std::int64_t{128}},
                              {"rate", rate},
                              {"format", format}});
}

/// Writes so many frames of a source into a file and ends it.
void record(const std::string& path, Stepping& source, int frames,
            const std::map<std::string, Value>& params = {}) {
  std::map<std::string, Value> all = params;
  all["path"] = path;
  Stepping file("video_file", all);
  for (int i = 0; i < frames; ++i) file({source().at(0).frame});
  EXPECT_TRUE(file.finish());
}

/// The frame numbers read from the pixels of a file, and how many there are a second.
struct Played {
  std::vector<std::uint64_t> numbers;
  double rate;
};

Played played(const std::string& path) {
  cv::VideoCapture video(path);
  Played result{{}, video.get(cv::CAP_PROP_FPS)};
  for (cv::Mat frame; video.read(frame);) result.numbers.push_back(pattern_number(frame));
  return result;
}

TEST(VideoFile, WritesEveryFrameInOrderAtTheRateOfTheirTimes) {
  const Scratch scratch;
  for (const char* name : {"video.mp4", "video.avi", "deep/down/video.mkv", "video.mov"}) {
    for (const char* format : {"BGR8", "Mono8"}) {
      Stepping source = pattern(20, format);
      record(scratch / name, source, 12);
      const Played video = played(scratch / name);
      EXPECT_EQ(video.numbers, (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}))
          << name << format;
      EXPECT_NEAR(video.rate, 20, 0.01) << name;
    }
  }
}

TEST(VideoFile, TheRateCanBeGiven) {
  const Scratch scratch;
  Stepping source = pattern(20);
  record(scratch / "video.mp4", source, 4, {{"fps", 7.5}});
  EXPECT_NEAR(played(scratch / "video.mp4").rate, 7.5, 0.01);
}

TEST(VideoFile, TimesThatNoCameraHasCountAsTwentyFiveHertz) {
  const Scratch scratch;
  Stepping source = pattern(1000);
  record(scratch / "video.mp4", source, 4);
  EXPECT_NEAR(played(scratch / "video.mp4").rate, 25, 0.01);
}

TEST(VideoFile, ASingleFrameIsAVideoToo) {
  const Scratch scratch;
  Stepping source = pattern(20);
  record(scratch / "video.avi", source, 1);
  EXPECT_EQ(played(scratch / "video.avi").numbers.size(), 1U);
}

TEST(VideoFile, RefusesPicturesOfAnotherSize) {
  const Scratch scratch;
  Stepping source = pattern(20), other("pattern");
  Stepping file("video_file", {{"path", scratch / "video.mp4"}});
  for (int i = 0; i < 3; ++i) file({source().at(0).frame});
  const std::string text = file.error_of({other().at(0).frame});
  EXPECT_NE(text.find("began with 640 x 128, found 640 x 480"), std::string::npos) << text;
}

TEST(VideoFile, SaysWhatIsWrong) {
  const Scratch scratch;
  const struct {
    std::string path, codec;
    const char* text;
  } cases[] = {{scratch / "video.txt", "", "should end in .mp4, .avi, .mov or .mkv"},
               {scratch / "video.mp4", "x", "a codec has four letters"},
               {scratch / "video.mp4", "????", "cannot write"},
               {"/proc/video.mp4", "", "cannot write /proc/video.mp4"}};
  for (const auto& each : cases) {
    Stepping source = pattern(20);
    Stepping file("video_file", {{"path", each.path}, {"codec", each.codec}, {"fps", 5.0}});
    const std::string text = file.error_of({source().at(0).frame});
    EXPECT_NE(text.find(each.text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace omma::actors
