// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/blobs.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

/// Row `index` of the table that cv::connectedComponentsWithStats fills.
Region region_of(const cv::Mat& stats, const cv::Mat& centroids, int index) {
  const auto* row = stats.ptr<int>(index);
  const auto* center = centroids.ptr<double>(index);
  Region region;
  region.rect = cv::Rect(row[cv::CC_STAT_LEFT], row[cv::CC_STAT_TOP], row[cv::CC_STAT_WIDTH],
                         row[cv::CC_STAT_HEIGHT]);
  region.tensors.push_back(
      make_tensor("area", std::array{static_cast<float>(row[cv::CC_STAT_AREA])}));
  region.tensors.push_back(make_tensor(
      "center", std::array{static_cast<float>(center[0]), static_cast<float>(center[1])}));
  return region;
}

}  // namespace

Regions Blobs::process(const cv::Mat& mask) const {
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids);
  const auto area = [&](int index) { return stats.at<int>(index, cv::CC_STAT_AREA); };
  std::vector<int> chosen;
  for (int i = 1; i < count; ++i) {  // 0 is the background
    if (area(i) >= min_area && (max_area == 0 || area(i) <= max_area)) chosen.push_back(i);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](int one, int other) { return area(one) > area(other); });
  chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(most)));
  Regions regions;
  for (const int index : chosen) {
    regions.push_back(region_of(stats, centroids, index));
    regions.back().label = label;
  }
  return regions;
}

namespace {
const Registered declared =
    Declare<Blobs>(
        "blobs",
        "Makes a region of each connected component of a mask, largest first. Pixels that touch at "
        "a corner are connected (8-connectivity).",
        inputs(
            port("mask").doc("pixels that are not 0 belong to a component").of(PixelFormat::Mono8)),
        outputs(port("regions").doc(
            "with the tensors \"area\" (px) and \"center\" (x, y of the centre of mass)")))
        .param("label", &Blobs::label, "label of the regions")
        .param("min_area", &Blobs::min_area, "smallest area of a region", Range{0, 1e9}, Unit{"px"})
        .param("max_area", &Blobs::max_area, "largest area of a region; 0 = no limit",
               Range{0, 1e9}, Unit{"px"})
        .param("most", &Blobs::most, "largest number of regions per frame", Range{1, 100000})
        .family("detect");
}  // namespace

}  // namespace omma::actors
