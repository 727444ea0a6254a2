// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

TEST(Null, TakesAnyFrameAndSendsNothing) {
  testing::Stepping null("null");
  EXPECT_TRUE(null({testing::frame_of(Regions())}).empty());
}

}  // namespace
}  // namespace omma::actors
