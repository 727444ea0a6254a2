// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/mat.hpp>

#include "runtime/frames/frame.hpp"

namespace omma {

/// While one lives, every `cv::Mat` that this thread allocates lies in a slot of `slab`: returning
/// it from an actor copies nothing.
/// At the ceiling, and for tiny matrices, OpenCV's own allocator serves instead.
class MatScope {
 public:
  explicit MatScope(Slab* slab);
  ~MatScope();
  MatScope(const MatScope&) = delete;
  MatScope& operator=(const MatScope&) = delete;

 private:
  Slab* before_;
};

/// The slab of the innermost scope of this thread; null outside of a step.
Slab* slab_in_scope();

/// The frame's pixels as a matrix that shares and keeps the slot.
cv::Mat mat_of(const Frame& frame);

/// A new matrix in a slot that was not sent.
cv::Mat mat_in(const SlotRef& slot, const std::vector<int>& sizes, int type);

/// The depth of a matrix of such elements (CV_8U ...); -1 where OpenCV has none.
int mat_depth(DType type);

/// The slot that `mat` fills from its first to its last pixel; null when it is a part of a slot,
/// or does not lie in one.
Slot* slot_of(const cv::Mat& mat);

/// As `slot_of`; null also when the slot was not sent and another matrix could still change it.
Slot* finished_slot_of(const cv::Mat& mat);

}  // namespace omma
