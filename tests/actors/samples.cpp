// SPDX-License-Identifier: Apache-2.0
#include "tests/actors/samples.hpp"

#include <cstdlib>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <sstream>

namespace omma::testing {

void WithSamples::SetUp() {
  if (!std::filesystem::exists(sample("vtest.avi"))) {
    GTEST_SKIP() << "no samples in " << OMMA_MEDIA << "; tools/setup fetches them";
  }
  ::setenv("OMMA_MEDIA", OMMA_MEDIA, 1);
}

std::string sample(const std::string& name) {
  return (std::filesystem::path(OMMA_MEDIA) / name).string();
}

cv::Mat picture(const std::string& name) { return cv::imread(sample(name), cv::IMREAD_COLOR); }

cv::Mat frame_of_video(const std::string& name, int number) {
  cv::VideoCapture video(sample(name));
  cv::Mat frame;
  for (int i = 0; i <= number; ++i) video.read(frame);
  return frame;
}

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "omma_test_XXXXXX").string();
  const char* made = ::mkdtemp(name.data());
  EXPECT_NE(made, nullptr);
  folder_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string text_in(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

Region region_at(const cv::Rect2f& rect, const std::string& label) {
  Region region;
  region.rect = rect;
  region.label = label;
  return region;
}

}  // namespace omma::testing
