// SPDX-License-Identifier: Apache-2.0
#include "actors/image/morphology.hpp"

#include <opencv2/imgproc.hpp>

namespace omma::actors {
namespace {

int operation_of(const std::string& name) {
  if (name == "erode") return cv::MORPH_ERODE;
  if (name == "dilate") return cv::MORPH_DILATE;
  if (name == "close") return cv::MORPH_CLOSE;
  if (name == "gradient") return cv::MORPH_GRADIENT;
  if (name == "top_hat") return cv::MORPH_TOPHAT;
  return name == "black_hat" ? cv::MORPH_BLACKHAT : cv::MORPH_OPEN;
}

int shape_of(const std::string& name) {
  if (name == "rectangle") return cv::MORPH_RECT;
  return name == "cross" ? cv::MORPH_CROSS : cv::MORPH_ELLIPSE;
}

}  // namespace

cv::Mat Morphology::process(const cv::Mat& image) const {
  const cv::Mat element = cv::getStructuringElement(shape_of(shape), {size, size});
  cv::Mat result;
  cv::morphologyEx(image, result, operation_of(operation), element, {-1, -1}, iterations);
  return result;
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<Morphology>(
        "morphology",
        "Morphological operations on bright areas: `erode` and `dilate` move the outline by half "
        "of `size`, `open` removes areas smaller than `size`, `close` fills gaps smaller than "
        "`size`, `gradient` keeps the outline, `top_hat` and `black_hat` keep what `open` and "
        "`close` change.",
        inputs(port("image").of(F::Mono8, F::Mono10, F::Mono12, F::Mono16, F::BGR8, F::RGB8)),
        outputs(port("image").like("image")))
        .param("operation", &Morphology::operation, "the operation",
               OneOf{"erode", "dilate", "open", "close", "gradient", "top_hat", "black_hat"})
        .param("shape", &Morphology::shape, "of the structuring element",
               OneOf{"rectangle", "ellipse", "cross"})
        .param("size", &Morphology::size, "of the structuring element", Range{1, 255}, Unit{"px"})
        .param("iterations", &Morphology::iterations, "how often the operation is repeated",
               Range{1, 100})
        .family("image");
}  // namespace

}  // namespace omma::actors
