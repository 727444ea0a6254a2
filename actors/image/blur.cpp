// SPDX-License-Identifier: Apache-2.0
#include "actors/image/blur.hpp"

#include <opencv2/imgproc.hpp>

namespace omma::actors {

Result<cv::Mat> Blur::process(const cv::Mat& image) const {
  const int odd = size | 1;
  cv::Mat smooth;
  if (method == "gaussian") {
    cv::GaussianBlur(image, smooth, {odd, odd}, 0);
  } else if (method == "box") {
    cv::blur(image, smooth, {odd, odd});
  } else if (image.depth() == CV_8U || odd <= 5) {
    cv::medianBlur(image, smooth, odd);
  } else {
    return fail(Code::invalid,
                "the median of more than 8 bits takes a size of at most 5 px, found " +
                    std::to_string(odd) + "; make it smaller or `convert` to 8 bits");
  }
  return smooth;
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<Blur>("blur",
                  "Smooths pictures: `gaussian` weights neighbours by distance, `box` weights them "
                  "equally, `median` takes the median, which removes specks and keeps edges.",
                  inputs(port("image").of(F::Mono8, F::Mono10, F::Mono12, F::Mono16, F::BGR8,
                                          F::RGB8, F::BGRa8, F::RGBa8)),
                  outputs(port("image").like("image")))
        .param("method", &Blur::method, "the filter", OneOf{"gaussian", "box", "median"})
        .param("size", &Blur::size, "size of the kernel; an even size counts as the next odd one",
               Range{1, 255}, Unit{"px"})
        .family("image");
}  // namespace

}  // namespace omma::actors
