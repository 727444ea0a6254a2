// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/box_motion.hpp"

#include <gtest/gtest.h>

#include <random>

namespace omma::actors {
namespace {

TEST(BoxMotion, BeginsAtTheFirstBox) {
  const cv::Rect2f box(10, 20, 30, 60);
  const cv::Rect2f rect = BoxMotion(box).rect();
  EXPECT_NEAR(rect.x, box.x, 1e-3);
  EXPECT_NEAR(rect.y, box.y, 1e-3);
  EXPECT_NEAR(rect.width, box.width, 1e-3);
  EXPECT_NEAR(rect.height, box.height, 1e-3);
}

TEST(BoxMotion, PredictsWhereAMovingBoxWillBe) {
  BoxMotion motion({100, 50, 30, 60});
  for (int i = 1; i <= 20; ++i) {
    motion.predict();
    motion.correct(cv::Rect2f(100.0F + 4.0F * static_cast<float>(i), 50, 30, 60));
  }
  for (int i = 0; i < 5; ++i) motion.predict();
  EXPECT_NEAR(motion.rect().x, 100 + 4 * 25, 2);
  EXPECT_NEAR(motion.rect().y, 50, 0.5);
}

TEST(BoxMotion, IsSteadierThanWhatItIsTold) {
  std::mt19937 chance(1);
  std::normal_distribution<float> noise(0, 3);
  BoxMotion motion({100, 50, 30, 60});
  double told = 0, kept = 0;
  for (int i = 0; i < 200; ++i) {
    const cv::Rect2f box(100 + noise(chance), 50 + noise(chance), 30, 60 + noise(chance));
    motion.predict();
    motion.correct(box);
    told += std::abs(box.x - 100);
    kept += std::abs(motion.rect().x - 100);
  }
  EXPECT_LT(kept, 0.75 * told);
}

TEST(BoxMotion, StaysABoxHoweverLongItIsOnlyPredicted) {
  BoxMotion motion({100, 50, 30, 60});
  motion.predict();
  motion.correct({100, 60, 15, 30});
  for (int i = 0; i < 1000; ++i) motion.predict();
  EXPECT_GE(motion.rect().width, 1);
  EXPECT_GE(motion.rect().height, 1);
}

}  // namespace
}  // namespace omma::actors
