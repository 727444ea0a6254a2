// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/count.hpp"

#include <algorithm>
#include <cmath>

namespace omma::actors {
namespace {

constexpr std::int64_t memory = 1000;  // frames that a thing out of sight is remembered

/// Distance of a point from a line (px), positive on its right as seen along it; y points down.
double side_of(const Line& line, const cv::Point2f& point) {
  const cv::Point2d along = line.to - line.from;
  const double length = std::max(1e-9, std::hypot(along.x, along.y));
  return along.cross(cv::Point2d(point - line.from)) / length;
}

/// The ends of the line lie on different sides of the way: it is crossed, not passed beyond an end.
bool between_ends(const Line& line, const Line& way) {
  return side_of(way, line.from) * side_of(way, line.to) <= 0;
}

}  // namespace

Result<void> Count::check() {
  if (line.size() != 4) {
    return fail(Code::invalid, "the line has to be four numbers, [x1, y1, x2, y2]; found " +
                                   std::to_string(line.size()));
  }
  if (line[0] != line[2] || line[1] != line[3]) return {};
  return fail(Code::invalid, "the line begins and ends at the same point");
}

Line Count::line_in(const cv::Size& picture) const {
  const bool shares =
      std::all_of(line.begin(), line.end(), [](double number) { return number <= 1; });
  const double x = shares ? picture.width : 1;
  const double y = shares ? picture.height : 1;
  return {cv::Point2d(line[0] * x, line[1] * y), cv::Point2d(line[2] * x, line[3] * y)};
}

void Count::see(std::int64_t id, const cv::Point2f& center, const Line& at) {
  const double side = side_of(at, center);
  const auto before = seen_.find(id);
  if (std::abs(side) <= margin) {
    if (before != seen_.end()) before->second.step = step_;
    return;
  }
  if (before != seen_.end() && before->second.side * side < 0 &&
      between_ends(at, {before->second.center, center})) {
    ++(side > 0 ? forward_ : backward_);
  }
  seen_.insert_or_assign(id, Seen{center, side, step_});
}

void Count::update(const Regions& regions, const cv::Size& picture) {
  ++step_;
  const Line at = line_in(picture);
  for (const Region& region : regions) {
    if (region.track_id >= 0) see(region.track_id, (region.rect.tl() + region.rect.br()) / 2, at);
  }
  std::erase_if(seen_, [&](const auto& each) { return step_ - each.second.step > memory; });
}

Notes Count::process(const Frame& regions) {
  const cv::Size picture(regions.width(), regions.height());
  update(regions.regions(), picture);
  Notes notes;
  notes.attributes = {{name + ".forward", static_cast<double>(forward_)},
                      {name + ".backward", static_cast<double>(backward_)}};
  notes.tensors = {tensor_of(line_in(picture), name + ".line")};
  return notes;
}

namespace {
const Registered declared =
    Declare<Count>(
        "count",
        "Counts tracked objects whose centre crosses a line. The attribute `<name>.forward` counts "
        "those that went from its left to its right, as seen from the first point to the second, "
        "and `<name>.backward` those that went back. The tensor `<name>.line` is the line in px.",
        inputs(port("regions").doc("with track ids; regions without one are not counted")),
        outputs(port("counts").doc("the frame with both counts")))
        .param("name", &Count::name, "first part of the names of the attributes")
        .param("line", &Count::line,
               "[x1, y1, x2, y2] in px; if all are at most 1, fractions of width and height",
               Range{0, 100000}, Reinit{&Count::check})
        .param("margin", &Count::margin,
               "hysteresis: within this distance from the line a centre is on neither side",
               Range{0, 1000}, Unit{"px"})
        .family("detect");
}  // namespace

}  // namespace omma::actors
