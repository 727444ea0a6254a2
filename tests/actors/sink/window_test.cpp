// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/window.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "actors/sink/display.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::Stepping;

/// No display, whatever the machine has.
class WithoutDisplay : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) ::unsetenv(name);
  }
};

Frame some_frame() {
  Sample sample;
  sample.image = cv::Mat(32, 48, CV_8UC3, cv::Scalar(1, 2, 3));
  return testing::frame_of(std::move(sample));
}

TEST_F(WithoutDisplay, TheErrorSaysHowToMendIt) {
  Stepping window("window");
  const std::string text = window.error_of({some_frame()});
  for (const char* part :
       {"neither DISPLAY nor WAYLAND_DISPLAY is set", "ssh -X", "without_display = \"ignore\""}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
}

TEST_F(WithoutDisplay, PicturesJustGoByWhenAsked) {
  Stepping window("window", {{"without_display", std::string("ignore")}});
  EXPECT_EQ(window.error_of({some_frame()}), "");
  EXPECT_TRUE(window.finish());
}

TEST_F(WithoutDisplay, ADisplayThatDoesNotAnswerIsNone) {
  ::setenv("DISPLAY", ":4321", 1);
  EXPECT_NE(lack_of_display().find("the display ':4321' does not answer"), std::string::npos);
  ::unsetenv("DISPLAY");
  ::setenv("WAYLAND_DISPLAY", "nothing-here", 1);
  EXPECT_NE(lack_of_display().find("the display 'nothing-here' does not answer"),
            std::string::npos);
}

TEST_F(WithoutDisplay, QtCanBeToldToDrawNowhere) {
  ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
  EXPECT_EQ(lack_of_display(), "");
}

TEST_F(WithoutDisplay, ShowsPicturesOfSeveralWindowsFromOneThread) {
  ::setenv("QT_QPA_PLATFORM", "offscreen", 1);
  Stepping one("window", {{"title", std::string("one")}}),
      other("window", {{"title", std::string("other")}});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(one.error_of({some_frame()}), "");
    EXPECT_EQ(other.error_of({some_frame()}), "");
  }
  EXPECT_TRUE(one.finish());
  EXPECT_TRUE(other.finish());
}

}  // namespace
}  // namespace omma::actors
