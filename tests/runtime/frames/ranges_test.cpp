// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/ranges.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace omma {
namespace {

TEST(Ranges, GiveTheLowestPartThatFits) {
  Ranges ranges(100);
  EXPECT_EQ(ranges.take(30, 100), 0U);
  EXPECT_EQ(ranges.take(30, 100), 30U);
  EXPECT_EQ(ranges.take(30, 100), 60U);
  EXPECT_EQ(ranges.take(30, 100), std::nullopt);
  ranges.give_back(30, 30);
  EXPECT_EQ(ranges.take(20, 100), 30U);
  EXPECT_EQ(ranges.take(10, 100), 50U);
  EXPECT_EQ(ranges.highest(), 90U);
}

TEST(Ranges, KeepBelowTheLimit) {
  Ranges ranges(100);
  EXPECT_EQ(ranges.take(30, 29), std::nullopt);
  EXPECT_EQ(ranges.take(30, 30), 0U);
  EXPECT_EQ(ranges.take(1, 30), std::nullopt);
}

TEST(Ranges, JoinWhatLiesBesideEachOther) {
  for (const std::vector<int>& order : {std::vector{0, 1, 2}, {2, 1, 0}, {0, 2, 1}, {1, 2, 0}}) {
    Ranges ranges(90);
    for (int i = 0; i < 3; ++i) ranges.take(30, 90);
    for (const int each : order) ranges.give_back(static_cast<std::uint64_t>(each) * 30, 30);
    EXPECT_EQ(ranges.take(90, 90), 0U);
  }
}

TEST(Ranges, NeverGiveTheSameByteTwice) {
  std::mt19937 random(5);
  Ranges ranges(1000);
  std::vector<int> owner(1000, 0);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> held;
  for (int round = 1; round < 20'000; ++round) {
    if (random() % 2 == 0 && !held.empty()) {
      const std::size_t index = random() % held.size();
      const auto [begin, size] = held[index];
      for (std::uint64_t at = begin; at < begin + size; ++at) owner[at] = 0;
      ranges.give_back(begin, size);
      held[index] = held.back();
      held.pop_back();
      continue;
    }
    const std::uint64_t size = random() % 60 + 1;
    const auto begin = ranges.take(size, 1000);
    if (!begin) continue;
    held.emplace_back(*begin, size);
    for (std::uint64_t at = *begin; at < *begin + size; ++at) {
      ASSERT_EQ(owner[at], 0) << at;
      owner[at] = round;
    }
  }
}

}  // namespace
}  // namespace omma
