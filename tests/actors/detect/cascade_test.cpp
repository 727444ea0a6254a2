// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/cascade.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "actors/detect/overlap.hpp"
#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

class CascadeTest : public testing::WithSamples {};

TEST_F(CascadeTest, FindsTheFaceOfAPlayer) {
  Cascade faces;
  ASSERT_TRUE(faces.load()) << faces.load().error().text();
  const cv::Mat image = testing::picture("messi5.jpg");
  cv::Mat grey;
  cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
  for (const cv::Mat& each : {image, grey}) {
    const Regions regions = faces.process(each);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_GT(overlap(regions[0].rect, {222, 86, 40, 46}), 0.5F);
    EXPECT_EQ(regions[0].label, "face");
    EXPECT_GT(regions[0].confidence, 0.5F);
  }
}

TEST_F(CascadeTest, SaysWhereItLookedAndWhatToInstall) {
  Cascade cascade;
  cascade.model = "nothing.xml";
  const auto loaded = cascade.load();
  ASSERT_FALSE(loaded);
  for (const char* part : {"nothing.xml", "/usr/share/opencv4/haarcascades", "opencv-data"}) {
    EXPECT_NE(loaded.error().what.find(part), std::string::npos) << loaded.error().what;
  }
}

TEST_F(CascadeTest, RefusesAFileThatIsNoCascade) {
  const testing::Scratch scratch;
  std::ofstream(scratch / "text.xml") << "no cascade";
  std::ofstream(scratch / "other.xml")
      << "<?xml version=\"1.0\"?><opencv_storage><a>1</a></opencv_storage>";
  for (const char* name : {"text.xml", "other.xml"}) {
    Cascade cascade;
    cascade.model = scratch / name;
    const auto loaded = cascade.load();
    ASSERT_FALSE(loaded) << name;
    EXPECT_NE(loaded.error().what.find("is not a cascade"), std::string::npos)
        << loaded.error().what;
  }
}

}  // namespace
}  // namespace omma::actors
