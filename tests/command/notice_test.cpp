// SPDX-License-Identifier: Apache-2.0
#include "tools/command/notice.hpp"

#include <gtest/gtest.h>

#include <future>

namespace omma::command {
namespace {

TEST(Notice, SaysWhatIsWaitedForWhenThatTakesLong) {
  std::promise<std::string> said;
  const Notice notice(
      "waiting", [&](const std::string& text) { said.set_value(text); },
      std::chrono::milliseconds(1));
  EXPECT_EQ(said.get_future().get(), "waiting");
}

TEST(Notice, SaysNothingWhenItIsOverBefore) {
  bool said = false;
  {
    const Notice notice(
        "waiting", [&](const std::string&) { said = true; }, std::chrono::hours(1));
  }
  EXPECT_FALSE(said);
}

}  // namespace
}  // namespace omma::command
