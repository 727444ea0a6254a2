// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/nesting.hpp"

#include <gtest/gtest.h>

#include <string>

namespace omma::dsl {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Nesting, RefusesManyBracketsInOneAnother) {
  EXPECT_FALSE(nested_too_deep("a = " + repeated("[", 32)));
  const auto found = nested_too_deep("x = 1\na = " + repeated("[", 33));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->line, 2);
  EXPECT_EQ(found->column, 37);
}

TEST(Nesting, RefusesManyDotsInAKey) {
  EXPECT_FALSE(nested_too_deep(repeated("a.", 16) + "a = 1"));
  EXPECT_TRUE(nested_too_deep(repeated("a.", 17) + "a = 1"));
  EXPECT_TRUE(nested_too_deep("[" + repeated("\"a\" . ", 17) + "a]"));
}

TEST(Nesting, DoesNotCountWhatStandsSideBySide) {
  EXPECT_FALSE(nested_too_deep(repeated("a.b.c = [1.5, [2]]\n", 1000)));
}

TEST(Nesting, LooksIntoNoTextAndNoComment) {
  const std::string deep = repeated("[.", 100);
  EXPECT_FALSE(nested_too_deep("a = \"" + deep + "\""));
  EXPECT_FALSE(nested_too_deep("a = '" + deep + "'"));
  EXPECT_FALSE(nested_too_deep("a = \"\"\"\n" + deep + "\\\"\"\"\""));
  EXPECT_FALSE(nested_too_deep("a = '''\n" + deep + "'''"));
  EXPECT_FALSE(nested_too_deep("# " + deep));
  EXPECT_TRUE(nested_too_deep("a = \"\\\"\" # \n" + deep));
}

TEST(Nesting, EndsOnTextsThatAreNotClosed) {
  for (const char* text : {"\"", "'", "\"\"\"", "'''", "\"\\", "\"\"\"\\"}) {
    EXPECT_FALSE(nested_too_deep(text));
  }
}

}  // namespace
}  // namespace omma::dsl
