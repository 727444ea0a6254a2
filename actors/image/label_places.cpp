// SPDX-License-Identifier: Apache-2.0
#include "actors/image/label_places.hpp"

#include <algorithm>

namespace omma::actors {

cv::Rect LabelPlaces::place_at(int column, int row, const cv::Size& label) const {
  return {{std::clamp(column, 0, std::max(0, picture_.width - label.width)), row}, label};
}

bool LabelPlaces::is_free(const cv::Rect& place) const {
  return place.y >= 0 && place.br().y <= picture_.height &&
         std::ranges::all_of(taken_, [&](const cv::Rect& each) { return (each & place).empty(); });
}

std::optional<cv::Rect> LabelPlaces::find_free(const cv::Rect& region,
                                               const cv::Size& label) const {
  const cv::Rect seen = region & picture_;
  std::vector<int> rows{seen.y - label.height};
  if (label.width <= seen.width && label.height * 2 <= seen.height)
    rows.insert(rows.end(), {seen.y, seen.br().y - label.height});
  rows.push_back(seen.br().y);
  for (const int row : rows) {
    for (const int column : {seen.x, seen.br().x - label.width}) {
      const cv::Rect place = place_at(column, row, label);
      if (is_free(place)) return place;
    }
  }
  return std::nullopt;
}

cv::Rect LabelPlaces::above(const cv::Rect& region, const cv::Size& label) const {
  const int row = (region & picture_).y - label.height;
  return place_at(region.x, std::max(0, row), label);
}

}  // namespace omma::actors
