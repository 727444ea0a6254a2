// SPDX-License-Identifier: Apache-2.0
#include "actors/image/moved_notes.hpp"

#include "actors/line.hpp"

namespace omma::actors {
namespace {

cv::Point2f moved(const cv::Point2f& point, const Move& move) {
  return cv::Point2f(point.x * move.scale_x, point.y * move.scale_y) + move.shift;
}

void move_lines(std::vector<Tensor>& tensors, const Move& move) {
  for (Tensor& tensor : tensors) {
    if (const auto line = line_of(tensor)) {
      tensor = tensor_of(Line{moved(line->from, move), moved(line->to, move)}, tensor.name);
    }
  }
}

/// A region whose parent was left out has none.
void renumber_parents(Regions& regions, const std::vector<std::int32_t>& new_index) {
  for (Region& region : regions) {
    const auto parent = static_cast<std::size_t>(region.parent);
    const bool known = region.parent >= 0 && parent < new_index.size();
    region.parent = known ? new_index[parent] : -1;
  }
}

}  // namespace

Notes moved_notes(const Frame& frame, const Move& move) {
  Notes notes;
  notes.replaces_regions = true;
  notes.attributes = frame.attributes();
  notes.tensors = frame.tensors();
  move_lines(notes.tensors, move);
  const cv::Rect2f bounds(cv::Rect({}, move.size));
  std::vector<std::int32_t> new_index;
  for (Region& region : frame.regions()) {
    const cv::Rect2f rect(moved(region.rect.tl(), move), moved(region.rect.br(), move));
    const cv::Rect2f visible = rect & bounds;
    const bool outside = visible.empty() && !region.rect.empty();
    new_index.push_back(outside ? -1 : static_cast<std::int32_t>(notes.regions.size()));
    if (outside) continue;
    region.rect = visible;
    move_lines(region.tensors, move);
    notes.regions.push_back(std::move(region));
  }
  renumber_parents(notes.regions, new_index);
  return notes;
}

}  // namespace omma::actors
