// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/overlap.hpp"

#include <algorithm>

namespace omma::actors {

float overlap(const cv::Rect2f& one, const cv::Rect2f& other) {
  const float shared = (one & other).area();
  const float joint = one.area() + other.area() - shared;
  return joint > 0 ? shared / joint : 0;
}

Regions strongest(Regions regions, double most) {
  std::stable_sort(regions.begin(), regions.end(), [](const Region& one, const Region& other) {
    return one.confidence > other.confidence;
  });
  Regions kept;
  for (Region& region : regions) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Region& stronger) {
      return overlap(stronger.rect, region.rect) > most;
    });
    if (!covered) kept.push_back(std::move(region));
  }
  return kept;
}

}  // namespace omma::actors
