// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/assignment.hpp"

#include <gtest/gtest.h>

namespace omma::actors {
namespace {

struct Case {
  const char* what;
  Costs costs;
  std::vector<int> expected;
};

const Case cases[] = {
    {"nothing", {}, {}},
    {"no column", {{}, {}}, {-1, -1}},
    {"one", {{3}}, {0}},
    {"the greedy choice is not the best", {{1, 2}, {1, 9}}, {1, 0}},
    {"more columns than rows", {{9, 9, 1}, {9, 2, 1}}, {2, 1}},
    {"more rows than columns", {{5}, {1}, {3}}, {-1, 0, -1}},
    {"three by three", {{7, 5, 11.2}, {5, 4, 1}, {9, 3, 2}}, {0, 2, 1}},
    {"negative costs", {{-1, -5}, {-2, -4}}, {1, 0}},
};

TEST(CheapestAssignment, GivesEachRowTheColumnOfTheLeastSum) {
  for (const Case& each : cases)
    EXPECT_EQ(cheapest_assignment(each.costs), each.expected) << each.what;
}

}  // namespace
}  // namespace omma::actors
