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
  for (const char* text : {"", "s", "-1s", "0", "10 s", "10d", "nan", "inf", "1e99"}) {
    EXPECT_THROW(seconds_of("--for", text), CLI::ValidationError) << text;
  }
}

double at(int hour, int minute, int second) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  parts.tm_hour = hour;
  parts.tm_min = minute;
  parts.tm_sec = second;
  parts.tm_isdst = -1;
  return static_cast<double>(std::mktime(&parts));
}

TEST(Moments, AreOfTodayOrOfADayThatIsNamed) {
  EXPECT_DOUBLE_EQ(moment_of("--since", "12:04"), at(12, 4, 0));
  EXPECT_DOUBLE_EQ(moment_of("--since", "12:04:31"), at(12, 4, 31));
  EXPECT_DOUBLE_EQ(moment_of("--since", "2026-05-31T12:04:31"),
                   moment_of("--since", "2026-05-31") + 12 * 3600 + 4 * 60 + 31);
}

TEST(Moments, AreSoLongAgo) {
  const auto now = static_cast<double>(std::time(nullptr));
  const double ago = moment_of("--since", "10min");
  EXPECT_GE(ago, now - 600);
  EXPECT_LE(ago, static_cast<double>(std::time(nullptr)) - 600);
}

TEST(Moments, AreRefusedWhenTheyMeanNothing) {
  for (const char* text : {"", "noon", "25:00", "12:61", "12:04:31x", "2026-13-01"})
    EXPECT_THROW(moment_of("--since", text), CLI::ValidationError) << text;
}

TEST(Moments, AreShownToTheMillisecond) {
  EXPECT_EQ(clock_text(at(12, 4, 31) + 0.25), "12:04:31.250");
}

}  // namespace
}  // namespace omma::command
