// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/cascade.hpp"

#include <cmath>

#include "actors/media.hpp"

namespace omma::actors {
namespace {
constexpr const char* debian_folder = "/usr/share/opencv4/haarcascades";
}  // namespace

Result<void> Cascade::load() {
  const std::filesystem::path media = media_folder();
  const auto path =
      find_file(model, {media.empty() ? media : media / "haarcascades", debian_folder});
  if (!path) {
    return fail(
        Code::not_found,
        path.error().what + "; the Debian package opencv-data brings OpenCV's trained cascades");
  }
  try {
    if (classifier_.load(path->string())) return {};
  } catch (const cv::Exception&) {  // of its XML parser; told below
  }
  return fail(
      Code::invalid,
      path->string() + " is not a cascade that OpenCV reads; expected XML of opencv_traincascade");
}

Regions Cascade::process(const cv::Mat& image) const {
  std::vector<cv::Rect> found;
  std::vector<int> hits;
  classifier_.detectMultiScale(image, found, hits, step, neighbors, 0, {min_size, min_size});
  Regions regions;
  for (std::size_t i = 0; i < found.size(); ++i) {
    Region region;
    region.rect = found[i];
    region.label = label;
    region.confidence = static_cast<float>(1 - std::exp(-hits[i] / (2.0 * std::max(1, neighbors))));
    regions.push_back(std::move(region));
  }
  return regions;
}

namespace {
const Registered declared =
    Declare<Cascade>("cascade",
                     "Finds objects with a trained cascade of classifiers, such as faces, eyes or "
                     "licence plates (P. Viola, M. Jones, Rapid Object Detection Using a Boosted "
                     "Cascade of Simple Features, CVPR 2001). The confidence grows with the number "
                     "of hits at a place: 1 - exp(-hits / (2 neighbors)).",
                     inputs(port("image").of(PixelFormat::Mono8, PixelFormat::BGR8)),
                     outputs(port("regions")))
        .param("model", &Cascade::model,
               "file of the trained cascade; searched also in the subfolder haarcascades of "
               "OMMA_MEDIA and in /usr/share/opencv4/haarcascades (package opencv-data)",
               Reinit{&Cascade::load})
        .param("label", &Cascade::label, "label of the regions")
        .param("step", &Cascade::step, "scale factor from one search to the next", Range{1.01, 2})
        .param("neighbors", &Cascade::neighbors,
               "overlapping hits that make a detection; more hits give fewer detections and fewer "
               "errors",
               Range{0, 1000})
        .param("min_size", &Cascade::min_size, "smallest width and height of a detection",
               Range{1, 10000}, Unit{"px"})
        .family("detect")
        .heavy();
}  // namespace

}  // namespace omma::actors
