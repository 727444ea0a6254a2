// SPDX-License-Identifier: Apache-2.0
#include "actors/image/canny.hpp"

#include <opencv2/imgproc.hpp>

namespace omma::actors {

cv::Mat Canny::process(const cv::Mat& image) const {
  cv::Mat edges;
  cv::Canny(image, edges, low, high, aperture | 1);
  return edges;
}

namespace {
const Registered declared =
    Declare<Canny>(
        "canny",
        "Sets the pixels on edges. An edge begins where the gradient exceeds `high` and continues "
        "while it exceeds `low` (J. Canny, A Computational Approach to Edge Detection, IEEE PAMI "
        "8, 1986). In colour pictures the strongest channel counts.",
        inputs(port("image").of(PixelFormat::Mono8, PixelFormat::BGR8, PixelFormat::RGB8)),
        outputs(
            port("edges").doc("255 on edges, else 0").of(PixelFormat::Mono8).sized_like("image")))
        .param("low", &Canny::low, "gradient that continues an edge", Range{0, 10000})
        .param("high", &Canny::high, "gradient that begins an edge", Range{0, 10000})
        .param("aperture", &Canny::aperture, "size of the Sobel operator: 3, 5 or 7", Range{3, 7},
               Unit{"px"})
        .family("image");
}  // namespace

}  // namespace omma::actors
