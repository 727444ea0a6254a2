// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <string>

#include "runtime/frames/notes.hpp"

namespace omma::testing {

/// Tests on the sample pictures that tools/setup fetches; skipped where they are missing.
class WithSamples : public ::testing::Test {
 protected:
  void SetUp() override;
};

/// Where the sample of this name lies.
std::string sample(const std::string& name);

/// The sample picture in colour (BGR).
cv::Mat picture(const std::string& name);

/// Frame `number`, from 0, of a sample video.
cv::Mat frame_of_video(const std::string& name, int number);

/// An empty folder for one test, removed at its end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  /// A file of this name in the folder.
  std::string operator/(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

std::string text_in(const std::string& file);

Region region_at(const cv::Rect2f& rect, const std::string& label = "thing");

}  // namespace omma::testing
