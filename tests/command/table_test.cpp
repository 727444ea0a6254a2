// SPDX-License-Identifier: Apache-2.0
#include "tools/command/table.hpp"

#include <gtest/gtest.h>

namespace omma::command {
namespace {

TEST(Table, AlignsColumnsAndLeavesNoBlanksAtTheEnd) {
  Table table({{"edge"}, {"offered", Table::Align::right}, {"note"}});
  table.add({{"a"}, {"1"}, {""}});
  table.add({{"longer"}, {"12,345"}, {"x"}});
  EXPECT_EQ(table.text(Terminal::out()),
            "edge    offered  note\n"
            "a             1\n"
            "longer   12,345  x\n");
}

TEST(Table, CountsCodePointsNotBytesNorColours) {
  EXPECT_EQ(columns("für"), 3U);
  EXPECT_EQ(columns("\x1b[1;31mred\x1b[0m"), 3U);
}

TEST(Text, IsBrokenBetweenWordsAndIndented) {
  EXPECT_EQ(wrapped("one two three four five", 30, 8), "one two three four\n        five");
  EXPECT_EQ(wrapped("short", 80, 4), "short");
  EXPECT_EQ(wrapped("averyverylongwordthatdoesnotfit in", 10, 0),
            "averyverylongwordthatdoesnotfit\nin");
}

TEST(Numbers, ReadWell) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(counted(1, "frame"), "1 frame");
  EXPECT_EQ(counted(12345, "frame"), "12,345 frames");
  EXPECT_EQ(rounded(0), "0");
  EXPECT_EQ(rounded(0.0521), "0.052");
  EXPECT_EQ(rounded(1.734), "1.73");
  EXPECT_EQ(rounded(24.94), "24.9");
  EXPECT_EQ(rounded(12344.6), "12,345");
  EXPECT_EQ(tenths(0.06), "0.1");
  EXPECT_EQ(tenths(999.96), "1,000.0");
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(1'400'000), "1.40 MB");
}

TEST(Durations, ReadWell) {
  EXPECT_EQ(duration_text(0.04), "0.0 s");
  EXPECT_EQ(duration_text(59.4), "59 s");
  EXPECT_EQ(duration_text(59.6), "1 min 00 s");
  EXPECT_EQ(duration_text(185), "3 min 05 s");
  EXPECT_EQ(duration_text(7620), "2 h 07 min");
}

}  // namespace
}  // namespace omma::command
