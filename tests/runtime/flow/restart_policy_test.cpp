// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/restart_policy.hpp"

#include <gtest/gtest.h>

namespace omma::flow {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = RestartPolicy::Time;

RestartPolicy policy(Restart limits, OnError rule = OnError::restart) {
  PlannedActor actor;
  actor.on_error = rule;
  actor.restart = limits;
  return RestartPolicy(actor);
}

/// How many of so many failures, each so long after the one before, are followed by a restart.
int restarts_of(RestartPolicy& policy, int failures, Time apart) {
  int restarts = 0;
  for (int i = 0; i < failures; ++i) restarts += policy.failed(i * apart) ? 1 : 0;
  return restarts;
}

TEST(RestartPolicy, RestartsNothingThatIsToStopOrSkip) {
  for (const OnError rule : {OnError::stop, OnError::skip}) {
    const auto pause = policy({}, rule).failed(Time(0));
    ASSERT_FALSE(pause) << name(rule);
    EXPECT_EQ(pause.error().code, Code::failed);
  }
}

TEST(RestartPolicy, OutlivesAHundredFailuresThatNoWindowHoldsTogether) {
  RestartPolicy calm = policy({.max = 1, .within_s = 60});
  EXPECT_EQ(restarts_of(calm, 100, milliseconds(60'001)), 100);
}

TEST(RestartPolicy, GivesUpOnAHundredFailuresWithinOneWindow) {
  RestartPolicy hectic = policy({.max = 5, .within_s = 60});
  EXPECT_EQ(restarts_of(hectic, 100, milliseconds(100)), 5);
  const auto next = hectic.failed(seconds(20));
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, Code::exhausted);
  EXPECT_EQ(next.error().what, "failed more than 5 times within 60 s; giving up");
}

TEST(RestartPolicy, CountsOnlyRestartsAndNotTheFailuresItGaveUpOn) {
  RestartPolicy limited = policy({.max = 2, .within_s = 10});
  EXPECT_TRUE(limited.failed(seconds(0)));
  EXPECT_TRUE(limited.failed(seconds(1)));
  EXPECT_FALSE(limited.failed(seconds(9)));
  EXPECT_FALSE(limited.failed(seconds(10)));  // the first one is still within the window
  EXPECT_TRUE(limited.failed(Time(seconds(10)) + Time(1)));
  EXPECT_FALSE(limited.failed(seconds(11)));
  EXPECT_TRUE(limited.failed(seconds(12)));
}

TEST(RestartPolicy, WaitsTwiceAsLongBeforeEachRestartInTheWindow) {
  RestartPolicy patient = policy({.max = 100, .within_s = 60, .backoff_ms = 10});
  for (int i = 0; i < 10; ++i) {
    const auto pause = patient.failed(milliseconds(i));
    ASSERT_TRUE(pause);
    EXPECT_EQ(*pause, milliseconds(10) * (1 << i)) << i;
  }
}

TEST(RestartPolicy, BeginsWithTheShortestPauseWhenTheWindowIsEmptyAgain) {
  RestartPolicy patient = policy({.max = 100, .within_s = 60, .backoff_ms = 10});
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(patient.failed(seconds(i)));
  EXPECT_EQ(patient.failed(seconds(65)).value_or(Time(0)), milliseconds(10) * (1 << 5));
  EXPECT_EQ(patient.failed(seconds(200)).value_or(Time(0)), milliseconds(10));
}

TEST(RestartPolicy, NeverWaitsLongerThanADay) {
  RestartPolicy slow = policy({.max = 1000, .within_s = 1e6, .backoff_ms = 86'400'000});
  RestartPolicy fast = policy({.max = 1000, .within_s = 1e6, .backoff_ms = 0.001});
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(slow.failed(seconds(i)).value_or(Time(0)), hours(24)) << i;
    const Time pause = fast.failed(seconds(i)).value_or(Time(0));
    EXPECT_GT(pause, Time(0)) << i;
    EXPECT_LE(pause, hours(24)) << i;
  }
}

TEST(RestartPolicy, RestartsAtOnceWithoutABackOff) {
  RestartPolicy eager = policy({.max = 1000, .within_s = 1, .backoff_ms = 0});
  for (int i = 0; i < 200; ++i) EXPECT_EQ(eager.failed(Time(i)).value_or(Time(1)), Time(0));
}

TEST(RestartPolicy, RestartsNeverWhereNoneIsAllowed) {
  EXPECT_FALSE(policy({.max = 0}).failed(Time(0)));
}

TEST(RestartPolicy, WorksWithWindowsOfNoLengthAndOfYears) {
  RestartPolicy now = policy({.max = 1, .within_s = 0});
  EXPECT_EQ(restarts_of(now, 100, Time(1)), 100);
  RestartPolicy years = policy({.max = 99, .within_s = 86'400'000, .backoff_ms = 0});
  EXPECT_EQ(restarts_of(years, 100, hours(1)), 99);
}

}  // namespace
}  // namespace omma::flow
