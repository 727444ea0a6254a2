// SPDX-License-Identifier: Apache-2.0
#include "tools/command/run_options.hpp"

#include <gtest/gtest.h>

#include <CLI/Error.hpp>

#include "tools/command/contract_text.hpp"

namespace omma::command {
namespace {

TEST(Times, AreReadWithTheirUnit) {
  EXPECT_DOUBLE_EQ(seconds_of("10"), 10);
  EXPECT_DOUBLE_EQ(seconds_of("10s"), 10);
  EXPECT_DOUBLE_EQ(seconds_of("500ms"), 0.5);
  EXPECT_DOUBLE_EQ(seconds_of("2min"), 120);
  EXPECT_DOUBLE_EQ(seconds_of("1.5h"), 5400);
}

TEST(Times, AreRefusedWhenTheyMeanNothing) {
  for (const char* text : {"", "s", "-1s", "0", "10 s", "10d", "nan", "inf", "1e99"}) {
    EXPECT_THROW(seconds_of(text), CLI::ValidationError) << text;
  }
}

TEST(Docs, AreShortenedToTheirFirstStatement) {
  EXPECT_EQ(in_short("Blurs. Slowly."), "Blurs");
  EXPECT_EQ(in_short("Finds edges (J. Canny, 1986)."), "Finds edges");
  EXPECT_EQ(in_short("Makes a scene of 1.5 m: all is known"), "Makes a scene of 1.5 m");
  EXPECT_EQ(in_short("Smooths"), "Smooths");
  EXPECT_EQ(in_short(""), "");
}

TEST(Example, LeavesOutNothingThatTheKindNeeds) {
  Contract contract;
  contract.kind = "both";
  contract.inputs.resize(2);
  contract.inputs[0].name = "left";
  contract.inputs[1].name = "right";
  contract.params.resize(1);
  contract.params[0].name = "level";
  contract.params[0].fallback = 2.5;
  EXPECT_EQ(
      example(contract),
      "[actor.both]\nkind = \"both\"\nin.left = \"camera\"\nin.right = \"camera\"\nlevel = 2.5\n");
}

}  // namespace
}  // namespace omma::command
