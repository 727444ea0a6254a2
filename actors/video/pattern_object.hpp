// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>

namespace omma::actors {

/// A box that moves to and fro in a lane of its own; all in units of two pixels.
struct PatternObject {
  static constexpr int smallest = 2;

  int top;   ///< of the lane
  int lane;  ///< height of the lane
  int width;
  int height;
  std::uint64_t phase_x;
  std::uint64_t phase_y;
  std::uint64_t speed;

  /// Where it is, in px, in frame `number` of a picture so many px wide.
  cv::Rect at(std::uint64_t number, int frame_width) const;
};

/// The lanes of a picture, one below the other, in units of two pixels.
struct PatternLanes {
  int top;
  int height;
  int width;  ///< of the picture
};

/// The object of lane `index`; all that is chosen by chance follows from `seed` and `index`.
PatternObject pattern_object(std::int64_t seed, int index, const PatternLanes& lanes);

/// As bright as no background of `pattern` is; blue, green, red.
cv::Scalar pattern_color(int index);

}  // namespace omma::actors
