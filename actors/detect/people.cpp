// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/people.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "actors/detect/overlap.hpp"

namespace omma::actors {
namespace {

constexpr int cell = 8;           // px, of the detector
constexpr int border = 3 * cell;  // people near the edge lack the margin that the detector expects
constexpr double body_height = 93;  // px, of a person who fills the detector's window

/// Where the person is in a window, as shares of it: the detector was trained with a margin.
struct {
  float left = 0.16F, top = 0.09F, width = 0.68F, height = 0.77F;
} constexpr body;

Region person_in(const cv::Rect& window, double margin, double zoom) {
  const auto shrink = static_cast<float>(1 / zoom);
  const cv::Rect2f found = cv::Rect2f(window);
  Region region;
  region.rect = {(found.x + body.left * found.width) * shrink,
                 (found.y + body.top * found.height) * shrink, body.width * found.width * shrink,
                 body.height * found.height * shrink};
  region.label = "person";
  region.confidence = static_cast<float>(1 - std::exp(-std::max(0.01, margin)));
  return region;
}

}  // namespace

void People::prepare() {
  if (detector_.svmDetector.empty())
    detector_.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
  const double span = static_cast<double>(std::max(max_height, min_height)) / min_height;
  detector_.nlevels = max_height == 0 ? cv::HOGDescriptor::DEFAULT_NLEVELS
                                      : 1 + cvRound(std::log(span) / std::log(step));
}

Regions People::process(const cv::Mat& image) const {
  const double zoom = body_height / min_height;
  cv::Mat zoomed;
  cv::resize(image, zoomed, {}, zoom, zoom, zoom < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  if (zoomed.cols < detector_.winSize.width || zoomed.rows < detector_.winSize.height) return {};
  std::vector<cv::Rect> windows;
  std::vector<double> margins;
  const cv::Size to_next(stride / cell * cell, stride / cell * cell);
  detector_.detectMultiScale(zoomed, windows, margins, hit_threshold, to_next, {border, border},
                             step, 0, false);
  Regions people;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    people.push_back(person_in(windows[i], margins[i], zoom));
    people.back().rect &= cv::Rect2f(cv::Rect({}, image.size()));
  }
  return strongest(std::move(people), max_overlap);
}

namespace {
const Registered declared =
    Declare<People>(
        "people",
        "Finds upright people with histograms of oriented gradients (N. Dalal, B. Triggs, "
        "Histograms of Oriented Gradients for Human Detection, CVPR 2005; OpenCV's trained "
        "detector). The confidence is 1 - exp(-distance to the decision boundary).",
        inputs(port("image").of(PixelFormat::BGR8, PixelFormat::RGB8, PixelFormat::Mono8)),
        outputs(port("regions").doc("one for each person, labelled \"person\"")))
        .param("hit_threshold", &People::hit_threshold,
               "smallest distance to the decision boundary; a higher value gives fewer detections "
               "and fewer errors",
               Range{-2, 10})
        .param("min_height", &People::min_height,
               "height of the smallest people; the time of a step grows with the inverse of its "
               "square",
               Range{24, 2000}, Unit{"px"}, Reinit{&People::prepare})
        .param("max_height", &People::max_height,
               "height of the largest people; 0 = that of the picture", Range{0, 20000}, Unit{"px"},
               Reinit{&People::prepare})
        .param("step", &People::step, "scale factor from one search to the next", Range{1.01, 2},
               Reinit{&People::prepare})
        .param("stride", &People::stride,
               "stride of the search window in the scaled picture; rounded down to a multiple of 8",
               Range{8, 64}, Unit{"px"})
        .param("max_overlap", &People::max_overlap,
               "largest overlap of two people: intersection over union", Range{0, 1})
        .family("detect")
        .heavy();
}  // namespace

}  // namespace omma::actors
