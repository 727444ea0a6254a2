// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/types.hpp>

#include "runtime/frames/notes.hpp"

namespace omma::actors {

/// Shared area by joint area, 0 to 1.
float overlap(const cv::Rect2f& one, const cv::Rect2f& other);

/// Of regions that overlap more than `most`, only the one of highest confidence stays
/// (greedy non-maximum suppression). Sorted by falling confidence.
Regions strongest(Regions regions, double most);

}  // namespace omma::actors
