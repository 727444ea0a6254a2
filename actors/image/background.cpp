// SPDX-License-Identifier: Apache-2.0
#include "actors/image/background.hpp"

#include "runtime/frames/mat_allocator.hpp"

namespace omma::actors {

void Background::reset() {
  constexpr bool shadows = false;
  if (method == "mog2") {
    model_ = cv::createBackgroundSubtractorMOG2(history, threshold, shadows);
  } else {
    model_ = cv::createBackgroundSubtractorKNN(history, threshold * threshold, shadows);
  }
}

cv::Mat Background::process(const cv::Mat& image) {
  cv::Mat mask(image.size(), CV_8UC1);
  const MatScope own_memory(nullptr);  // the model is large and stays: no place for it among frames
  model_->apply(image, mask, learning_rate);
  return mask;
}

namespace {
const Registered declared =
    Declare<Background>(
        "background",
        "Sets the pixels that differ from a background model, that is, what moves before a still "
        "camera. The model of each pixel is a mixture of Gaussians or its nearest samples (Z. "
        "Zivkovic, F. van der Heijden, Pattern Recognition Letters 27, 2006: `mog2`, `knn`).",
        inputs(port("image").of(PixelFormat::Mono8, PixelFormat::BGR8, PixelFormat::RGB8)),
        outputs(port("mask")
                    .doc("255 where something moves, else 0")
                    .of(PixelFormat::Mono8)
                    .sized_like("image")))
        .param("method", &Background::method, "the model of a pixel", OneOf{"mog2", "knn"},
               Reinit{&Background::reset})
        .param("history", &Background::history,
               "frames after which a still object belongs to the background", Range{1, 100000},
               Unit{"frames"}, Reinit{&Background::reset})
        .param("threshold", &Background::threshold,
               "distance from the model from which a pixel is set: squared standard deviations for "
               "mog2, grey levels for knn",
               Range{0, 10000}, Reinit{&Background::reset})
        .param("learning_rate", &Background::learning_rate,
               "weight of a new frame; 0 = the model is fixed, -1 = from `history`", Range{-1, 1})
        .family("image");
}  // namespace

}  // namespace omma::actors
