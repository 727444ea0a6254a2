// SPDX-License-Identifier: Apache-2.0
#include "tools/command/times.hpp"

#include <gtest/gtest.h>

#include <CLI/Error.hpp>
#include <ctime>

namespace omma::command {
namespace {

TEST(Times, AreReadWithTheirUnit) {
  EXPECT_DOUBLE_EQ(seconds_of("--for", "10"), 10);
  EXPECT_DOUBLE_EQ(seconds_of("--for", "10s"), 10);
  EXPECT_DOUBLE_EQ(seconds_of("--for", "500ms"), 0.5);
  EXPECT_DOUBLE_EQ(seconds_of("--for", "2min"), 120);
  EXPECT_DOUBLE_EQ(seconds_of("--for", "1.5h"), 5400);
}

TEST(Times, AreRefusedWhenTheyMeanNothing) {
  for (const char* text : {"", "s", "-1s", "0", "10 s", "10d", "nan", "inf", "1e99", "0x10"}) {
    EXPECT_THROW(seconds_of("--for", text), CLI::ValidationError) << text;
  }
}

/// Of a day in May 2026, local time.
std::time_t at(int day, int hour, int minute, int second) {
  std::tm parts{};
  parts.tm_year = 2026 - 1900;
  parts.tm_mon = 4;
  parts.tm_mday = day;
  parts.tm_hour = hour;
  parts.tm_min = minute;
  parts.tm_sec = second;
  parts.tm_isdst = -1;
  return std::mktime(&parts);
}

std::time_t moment(const char* text) {
  return static_cast<std::time_t>(moment_of("--since", text, at(20, 15, 0, 0)));
}

TEST(Moments, OfADayThatIsNamed) {
  EXPECT_EQ(moment("2026-05-03"), at(3, 0, 0, 0));
  EXPECT_EQ(moment("2026-05-31T12:04:31"), at(31, 12, 4, 31));
}

TEST(Moments, WithoutADayAreTheLastOnes) {
  EXPECT_EQ(moment("12:04"), at(20, 12, 4, 0));
  EXPECT_EQ(moment("12:04:31"), at(20, 12, 4, 31));
  EXPECT_EQ(moment("15:00:00"), at(20, 15, 0, 0));
  EXPECT_EQ(moment("15:00:01"), at(19, 15, 0, 1));
  EXPECT_EQ(moment_of("--since", "23:50", at(1, 0, 10, 0)), at(0, 23, 50, 0));
}

TEST(Moments, AreThoseThatARunIsListedWith) {
  EXPECT_EQ(moment("2026-11-28T14:39:26+0000"), 1795876766);
  EXPECT_EQ(moment("2026-11-28T14:39:26+0530"), 1795876766 - (5 * 60 + 30) * 60);
  EXPECT_EQ(moment("2026-11-28T14:39:26-0100"), 1795876766 + 3600);
}

TEST(Moments, AreSoLongAgo) { EXPECT_EQ(moment("10min"), at(20, 14, 50, 0)); }

TEST(Moments, AreRefusedWhenTheyMeanNothing) {
  for (const char* text : {"", "noon", "25:00", "12:61", "12:04:31x", "2026-13-01", "2026", "0x10",
                           "0x10s", "2026-02-30", "2026-02-30T12:00:00+0000"})
    EXPECT_THROW(moment(text), CLI::ValidationError) << text;
}

TEST(Moments, AreShownToTheMillisecond) {
  EXPECT_EQ(clock_text(static_cast<double>(at(20, 12, 4, 31)) + 0.25), "12:04:31.250");
}

}  // namespace
}  // namespace omma::command
