// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/types.hpp>

#include "runtime/frames/frame.hpp"

namespace omma::actors {

/// How a picture was made from another: each point times `scale_x`, `scale_y`, then moved by
/// `shift`; what lies outside `size` is cut off.
struct Move {
  float scale_x = 1;
  float scale_y = 1;
  cv::Point2f shift;
  cv::Size size;
};

/// All notes about `frame`, as they hold for the picture after the move: regions and lines are
/// moved and clipped, those that are outside altogether are left out.
Notes moved_notes(const Frame& frame, const Move& move);

}  // namespace omma::actors
