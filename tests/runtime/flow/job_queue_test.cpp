// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/job_queue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace omma::flow {
namespace {

std::array<char, 300> places;

/// Nobody runs it; only where it stands is looked at.
Job job(std::size_t number, std::uint32_t depth = 0) {
  return {reinterpret_cast<caf::resumable*>(&places[number]), Weight::heavy, Hold::counted, depth};
}

std::size_t number(const Job& job) {
  return static_cast<std::size_t>(reinterpret_cast<char*>(job.work) - places.data());
}

TEST(JobQueue, KeepsTheOrderWhileItGrows) {
  JobQueue queue;
  for (std::size_t i = 0; i < 40; ++i) queue.push(job(i));
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(number(queue.pop()), i);
  for (std::size_t i = 40; i < 300; ++i) queue.push(job(i));
  for (std::size_t i = 30; i < 300; ++i) EXPECT_EQ(number(queue.pop()), i);
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.pop());
}

TEST(JobQueue, FindsTheDeepestAndOfSeveralTheOldest) {
  JobQueue queue;
  EXPECT_FALSE(queue.pop_deepest());
  const std::vector<std::uint32_t> depths = {1, 3, 2, 3, 1};
  for (std::size_t i = 0; i < depths.size(); ++i) queue.push(job(i, depths[i]));
  for (const std::size_t expected : {1, 3, 2}) EXPECT_EQ(number(queue.pop_deepest()), expected);
  for (const std::size_t expected : {0, 4}) EXPECT_EQ(number(queue.pop()), expected);
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace omma::flow
