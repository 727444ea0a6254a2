// SPDX-License-Identifier: Apache-2.0
#include "actors/image/label_places.hpp"

#include <gtest/gtest.h>

namespace omma::actors {
namespace {

const cv::Size picture(200, 100), label(60, 10);

TEST(LabelPlaces, AreAboveInsideOrBelowAndAlwaysWithinThePicture) {
  const struct {
    cv::Rect region, place;
  } cases[] = {
      {{50, 40, 20, 20}, {50, 30, 60, 10}},    // above
      {{50, 5, 80, 50}, {50, 5, 60, 10}},      // inside, where that is large enough
      {{50, 5, 20, 50}, {50, 55, 60, 10}},     // below
      {{50, -30, 20, 50}, {50, 20, 60, 10}},   // below what is seen of it
      {{-10, 40, 20, 20}, {0, 30, 60, 10}},    // at the left edge
      {{190, 40, 20, 20}, {140, 30, 60, 10}},  // at the right edge
      {{190, 90, 20, 20}, {140, 80, 60, 10}},  // in the corner
  };
  for (const auto& each : cases)
    EXPECT_EQ(LabelPlaces(picture).find_free(each.region, label), each.place);
}

TEST(LabelPlaces, AreTakenOnce) {
  LabelPlaces places(picture);
  const cv::Rect region(100, 40, 20, 20);
  for (const cv::Rect& expected : {cv::Rect(100, 30, 60, 10), cv::Rect(100, 60, 60, 10)}) {
    const auto place = places.find_free(region, label);
    ASSERT_EQ(place, expected);
    places.take(*place);
  }
  places.take({55, 30, 10, 10});
  EXPECT_EQ(places.find_free(region, label), std::nullopt);
  EXPECT_EQ(places.above(region, label), cv::Rect(100, 30, 60, 10));
}

TEST(LabelPlaces, HaveNoneForALabelLargerThanThePicture) {
  EXPECT_EQ(LabelPlaces(picture).find_free({50, 40, 20, 20}, {60, 101}), std::nullopt);
  EXPECT_EQ(LabelPlaces(picture).above({50, 40, 20, 20}, {201, 50}), cv::Rect(0, 0, 201, 50));
}

}  // namespace
}  // namespace omma::actors
