// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/lines.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "actors/line.hpp"

namespace omma::actors {
namespace {

Region region_of(const cv::Vec4i& ends) {
  const Line line{cv::Point(ends[0], ends[1]), cv::Point(ends[2], ends[3])};
  Region region;
  region.rect = {std::min(line.from.x, line.to.x), std::min(line.from.y, line.to.y),
                 std::abs(line.from.x - line.to.x) + 1, std::abs(line.from.y - line.to.y) + 1};
  region.label = "line";
  region.tensors.push_back(tensor_of(line, "line"));
  return region;
}

double length_of(const cv::Vec4i& ends) { return std::hypot(ends[2] - ends[0], ends[3] - ends[1]); }

}  // namespace

Regions Lines::process(const cv::Mat& edges) const {
  std::vector<cv::Vec4i> found;
  cv::HoughLinesP(edges, found, 1, CV_PI / 180, votes, min_length, max_gap);
  std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
    return length_of(one) > length_of(other);
  });
  found.resize(std::min(found.size(), static_cast<std::size_t>(most)));
  Regions regions;
  for (const cv::Vec4i& ends : found) regions.push_back(region_of(ends));
  return regions;
}

namespace {
const Registered declared =
    Declare<Lines>(
        "lines",
        "Finds straight lines in an edge image, longest first (J. Matas, C. Galambos, J. Kittler, "
        "Robust Detection of Lines Using the Progressive Probabilistic Hough Transform, CVIU 78, "
        "2000).",
        inputs(port("edges").doc("an edge mask, as `canny` makes it").of(PixelFormat::Mono8)),
        outputs(port("lines").doc(
            "regions labelled \"line\" whose tensor \"line\" holds x1, y1, x2, y2")))
        .param("votes", &Lines::votes, "smallest number of edge pixels on a line", Range{1, 100000},
               Unit{"px"})
        .param("min_length", &Lines::min_length, "smallest length of a line", Range{0, 100000},
               Unit{"px"})
        .param("max_gap", &Lines::max_gap, "largest gap between parts of a line", Range{0, 100000},
               Unit{"px"})
        .param("most", &Lines::most, "largest number of lines per frame", Range{1, 100000})
        .family("detect");
}  // namespace

}  // namespace omma::actors
