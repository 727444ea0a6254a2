// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/wording.hpp"

#include <gtest/gtest.h>

namespace omma::dsl {
namespace {

struct Meant {
  std::string written;
  std::string meant;
};

TEST(Wording, FindsTheNameThatWasMeant) {
  const std::vector<std::string> names{"canny", "camera", "threshold", "video_file", "id"};
  const std::vector<Meant> cases{{"cany", "canny"},
                                 {"acmera", "camera"},
                                 {"treshhold", "threshold"},
                                 {"video-file", "video_file"},
                                 {"di", "id"},
                                 {"window", ""},
                                 {"", ""},
                                 {"x", ""}};
  for (const Meant& each : cases) EXPECT_EQ(nearest(each.written, names), each.meant);
}

TEST(Wording, LooksForNothingNearAVeryLongName) {
  EXPECT_EQ(nearest(std::string(1'000'000, 'a'), {std::string(1'000'000, 'a') + "b"}), "");
}

TEST(Wording, ListsFewCandidatesWhenNoneIsNear) {
  EXPECT_EQ(suggest("zzzz", {"left", "right"}), "there are left and right");
  EXPECT_EQ(suggest("zzzz", {"left"}), "there is only left");
  EXPECT_EQ(suggest("zzzz", {}, "none at all"), "none at all");
  EXPECT_EQ(suggest("zzzz", std::vector<std::string>(9, "left"), "too many"), "too many");
}

TEST(Wording, QuotesOnlyTheStartOfALongText) {
  EXPECT_EQ(quote("a\nb\x01"), "'a\\nb?'");
  EXPECT_EQ(quote(std::string(61, 'a')), "'" + std::string(60, 'a') + "...'");
}

TEST(Wording, DoesNotCutACharacterInTwo) {
  EXPECT_EQ(quote(std::string(59, 'a') + "äb"), "'" + std::string(59, 'a') + "...'");
}

TEST(Wording, WritesNumbersAsShortAsTheyReadBack) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(86'400'000), "86400000");
  EXPECT_EQ(number_text(1e300), "1e+300");
  EXPECT_EQ(number_text(1.0 / 3), "0.3333333333333333");
}

TEST(Wording, JoinsListsForASentence) {
  EXPECT_EQ(any_one({"a", "b", "c"}), "a, b or c");
  EXPECT_EQ(all_of({"a"}), "a");
  EXPECT_EQ(count(1, "frame") + ", " + count(2, "frame"), "1 frame, 2 frames");
}

}  // namespace
}  // namespace omma::dsl
