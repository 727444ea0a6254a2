// SPDX-License-Identifier: Apache-2.0
#include "actors/video/video.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <opencv2/core.hpp>

#include "runtime/frames/copies.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::sample;
using testing::Scratch;
using testing::Stepping;

class VideoTest : public testing::WithSamples {};

Video opened(const std::string& uri) {
  Video video;
  video.uri = uri;
  const auto result = video.open();
  EXPECT_TRUE(result) << result.error().text();
  return video;
}

/// The error of a video that cannot be opened.
std::string refusal(const std::string& uri) {
  Video video;
  video.uri = uri;
  const auto result = video.open();
  return result ? "" : result.error().text();
}

std::optional<Sample> next(Video& video) {
  auto sample = video.process();
  EXPECT_TRUE(sample) << sample.error().text();
  return std::move(*sample);
}

TEST_F(VideoTest, ReadsEveryFrameOfAFile) {
  const struct {
    const char* name;
    cv::Size size;
    int frames;
  } cases[] = {{"tree.avi", {320, 240}, 68}, {"Megamind.avi", {720, 528}, 270}};
  for (const auto& each : cases) {
    Video video = opened(sample(each.name));
    int frames = 0;
    for (auto frame = next(video); frame; frame = next(video), ++frames) {
      ASSERT_EQ(frame->image.size(), each.size) << each.name;
      ASSERT_EQ(frame->image.type(), CV_8UC3) << each.name;
    }
    EXPECT_EQ(frames, each.frames) << each.name;
  }
}

TEST_F(VideoTest, CaptureTimesAreThePositionInTheFile) {
  Video video = opened(sample("vtest.avi"));
  for (int i = 0; i < 5; ++i) {
    const auto frame = next(video);
    ASSERT_TRUE(frame && frame->times);
    EXPECT_EQ(frame->times->clock, Clock::media);
    EXPECT_EQ(frame->times->capture_ns, i * 100'000'000);
    EXPECT_GT(frame->times->arrival_ns, 0);
  }
}

TEST_F(VideoTest, IsPacedOnlyWhenAsked) {
  Video fast = opened(sample("vtest.avi"));
  Video paced = opened(sample("vtest.avi"));
  paced.pace = "as_recorded";
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(next(fast)->due_ns);
    EXPECT_EQ(next(paced)->due_ns, i * 100'000'000);
  }
}

TEST_F(VideoTest, TimesGoOnWhenAFileBeginsAgain) {
  Video video = opened(sample("tree.avi"));
  video.loop = true;
  std::int64_t newest = -1;
  cv::Mat first;
  for (int i = 0; i < 68 + 3; ++i) {
    const auto frame = next(video);
    ASSERT_TRUE(frame) << i;
    EXPECT_GT(frame->times->capture_ns, newest) << i;
    newest = frame->times->capture_ns;
    if (i == 0) first = frame->image.clone();
    if (i == 68) {
      EXPECT_EQ(cv::norm(first, frame->image), 0);
    }
  }
}

TEST_F(VideoTest, FindsSamplesByTheirNameAlone) { EXPECT_EQ(refusal("vtest.avi"), ""); }

TEST_F(VideoTest, SaysBothPlacesWhereItLookedForAFile) {
  const std::string text = refusal("nothing.avi");
  EXPECT_NE(text.find(std::filesystem::absolute("nothing.avi").string()), std::string::npos)
      << text;
  EXPECT_NE(text.find(sample("nothing.avi")), std::string::npos) << text;
}

TEST_F(VideoTest, NamesTheVariableWhenThereIsNoMediaFolder) {
  ::unsetenv("OMMA_MEDIA");
  EXPECT_NE(refusal("vtest.avi").find("OMMA_MEDIA"), std::string::npos);
}

TEST_F(VideoTest, RefusesWhatIsNoVideo) {
  const Scratch scratch;
  std::ofstream(scratch / "text.avi") << "no video";
  EXPECT_NE(refusal(scratch / "text.avi").find("is not a video that FFmpeg reads"),
            std::string::npos);
}

TEST_F(VideoTest, RefusesACameraThatIsNotThere) {
  for (const char* camera : {"77", "/dev/video77"}) {
    EXPECT_NE(refusal(camera).find("cannot open this camera"), std::string::npos) << camera;
  }
}

TEST_F(VideoTest, DecodesStraightIntoTheSlotThatIsSent) {
  Stepping video("video", {{"uri", sample("vtest.avi")}});
  const auto before = copies().pixels;
  const auto sent = video();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].frame.format(), PixelFormat::BGR8);
  EXPECT_EQ(copies().pixels, before);
}

TEST_F(VideoTest, EndsWhenTheFileDoes) {
  Stepping video("video", {{"uri", sample("tree.avi")}});
  for (int i = 0; i < 68; ++i) video();
  EXPECT_FALSE(video.ended());
  EXPECT_TRUE(video().empty());
  EXPECT_TRUE(video.ended());
}

}  // namespace
}  // namespace omma::actors
