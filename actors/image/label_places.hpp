// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

namespace omma::actors {

/// Finds places in a picture where labels can be read: whole, and on no other label.
class LabelPlaces {
 public:
  explicit LabelPlaces(const cv::Size& picture) : picture_({}, picture) {}

  /// The first free one above the region, inside where that is large enough, or below it; none when
  /// all are taken.
  std::optional<cv::Rect> find_free(const cv::Rect& region, const cv::Size& label) const;

  /// The one above the region, or as near to it as the picture has room, free or not.
  cv::Rect above(const cv::Rect& region, const cv::Size& label) const;

  void take(const cv::Rect& place) { taken_.push_back(place); }

 private:
  cv::Rect place_at(int column, int row, const cv::Size& label) const;
  bool is_free(const cv::Rect& place) const;

  cv::Rect picture_;
  std::vector<cv::Rect> taken_;
};

}  // namespace omma::actors
