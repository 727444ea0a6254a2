// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/rhythm.hpp"

#include <gtest/gtest.h>

namespace omma::hosts {
namespace {

constexpr std::int64_t ms = 1'000'000;

Rhythm after(int beats, std::int64_t period, std::int64_t jitter = 0) {
  Rhythm rhythm;
  for (int i = 0; i < beats; ++i) rhythm.beat(i * period + (i % 2 == 0 ? jitter : -jitter));
  return rhythm;
}

TEST(Rhythm, ExpectsTheNextMessageOfASteadyRate) {
  const auto due = after(30, 33 * ms).next();
  ASSERT_TRUE(due);
  EXPECT_LT(due->begin_ns, 30 * 33 * ms);
  EXPECT_GT(due->end_ns, 30 * 33 * ms);
  EXPECT_GT(due->begin_ns, 30 * 33 * ms - ms);
}

TEST(Rhythm, ExpectsItLongerTheLessSteadyTheRateIs) {
  const auto steady = after(30, 33 * ms).next();
  const auto unsteady = after(30, 33 * ms, ms / 40).next();
  ASSERT_TRUE(steady && unsteady);
  EXPECT_GT(unsteady->end_ns - unsteady->begin_ns, steady->end_ns - steady->begin_ns);
}

TEST(Rhythm, ExpectsNothingWithoutARate) {
  EXPECT_FALSE(Rhythm().next());
  EXPECT_FALSE(after(5, 33 * ms).next());
  EXPECT_FALSE(after(30, 33 * ms, 3 * ms).next());
}

TEST(Rhythm, ExpectsNothingWhereMessagesComeTooOftenOrTooSeldom) {
  EXPECT_FALSE(after(1000, ms).next());
  EXPECT_FALSE(after(100, 2000 * ms).next());
}

TEST(Rhythm, FindsTheNewRateAfterAPause) {
  Rhythm rhythm = after(30, 33 * ms);
  rhythm.beat(100 * 33 * ms);
  EXPECT_FALSE(rhythm.next());
  for (int i = 1; i < 20; ++i) rhythm.beat(100 * 33 * ms + i * 10 * ms);
  const auto due = rhythm.next();
  ASSERT_TRUE(due);
  EXPECT_GT(due->end_ns, 100 * 33 * ms + 200 * ms);
  EXPECT_LT(due->begin_ns, 100 * 33 * ms + 200 * ms);
}

}  // namespace
}  // namespace omma::hosts
