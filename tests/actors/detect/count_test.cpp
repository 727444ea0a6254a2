// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/count.hpp"

#include <gtest/gtest.h>

#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::region_at;

const cv::Size picture(200, 100);

Region centered(const cv::Point2f& center, std::int64_t id = 1) {
  Region region = region_at({center.x - 5, center.y - 5, 10, 10});
  region.track_id = id;
  return region;
}

struct Totals {
  std::int64_t forward, backward;
  friend bool operator==(const Totals&, const Totals&) = default;
};

Totals walked(Count count, const std::vector<cv::Point2f>& way) {
  for (const cv::Point2f& center : way) count.update({centered(center)}, picture);
  return {count.forward(), count.backward()};
}

TEST(Count, ForwardIsFromTheLeftOfTheLineToItsRight) {
  const struct {
    const char* what;
    std::vector<double> line;
    std::vector<cv::Point2f> way;
    Totals expected;
  } cases[] = {
      {"a line down is crossed to the left", {0.5, 0, 0.5, 1}, {{150, 50}, {50, 50}}, {1, 0}},
      {"a line down is crossed to the right", {0.5, 0, 0.5, 1}, {{50, 50}, {150, 50}}, {0, 1}},
      {"a line to the right is crossed downwards",
       {0, 0.5, 1, 0.5},
       {{100, 10}, {100, 90}},
       {1, 0}},
      {"in pixels", {0, 50, 200, 50}, {{100, 10}, {100, 90}}, {1, 0}},
      {"there and back", {0, 0.5, 1, 0.5}, {{100, 10}, {100, 90}, {100, 10}}, {1, 1}},
      {"passed beyond the end", {0, 50, 80, 50}, {{100, 10}, {100, 90}}, {0, 0}},
      {"not reached", {0, 0.5, 1, 0.5}, {{100, 10}, {100, 40}}, {0, 0}},
      {"first seen beyond", {0, 0.5, 1, 0.5}, {{100, 90}, {100, 95}}, {0, 0}},
      {"trembling on the line",
       {0, 0.5, 1, 0.5},
       {{100, 40}, {100, 48}, {100, 52}, {100, 49}, {100, 53}},
       {0, 0}},
      {"after trembling", {0, 0.5, 1, 0.5}, {{100, 40}, {100, 48}, {100, 52}, {100, 60}}, {1, 0}},
  };
  for (const auto& each : cases) {
    Count count;
    count.line = each.line;
    EXPECT_EQ(walked(count, each.way), each.expected) << each.what;
  }
}

TEST(Count, EachThingCountsForItself) {
  Count count;
  count.line = {0, 0.5, 1, 0.5};
  count.update({centered({20, 10}, 1), centered({60, 90}, 2), centered({90, 10}, -1)}, picture);
  count.update({centered({20, 90}, 1), centered({60, 10}, 2), centered({90, 90}, -1)}, picture);
  EXPECT_EQ(count.forward(), 1);
  EXPECT_EQ(count.backward(), 1);
}

TEST(Count, NotesTheTotalsAndTheLine) {
  testing::Stepping count(
      "count", {{"name", std::string("gate")}, {"line", std::vector<double>{0, 0.5, 1, 0.5}}});
  Sample sample;
  sample.image = cv::Mat(100, 200, CV_8UC1, cv::Scalar(0));
  const Frame frame = count({testing::frame_of(std::move(sample))}).at(0).frame;
  EXPECT_EQ(frame.number("gate.forward"), 0.0);
  EXPECT_EQ(frame.number("gate.backward"), 0.0);
  const auto line = line_of(frame.tensors().at(0));
  ASSERT_TRUE(line);
  EXPECT_EQ(line->from, cv::Point2f(0, 50));
  EXPECT_EQ(line->to, cv::Point2f(200, 50));
}

TEST(Count, SaysWhatIsNoLine) {
  for (const auto& line : {std::vector<double>{1, 2, 3}, {}, {5, 5, 5, 5}}) {
    Count count;
    count.line = line;
    EXPECT_FALSE(count.check());
  }
}

}  // namespace
}  // namespace omma::actors
