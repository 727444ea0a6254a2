// SPDX-License-Identifier: Apache-2.0
#include "actors/image/resize.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "actors/image/moved_notes.hpp"

namespace omma::actors {
namespace {

int in_proportion(int side, int given, int other) {
  return std::max(1, static_cast<int>(std::lround(static_cast<double>(side) * given / other)));
}

int interpolation_of(const std::string& method, bool smaller) {
  if (method == "nearest") return cv::INTER_NEAREST;
  if (method == "linear") return cv::INTER_LINEAR;
  if (method == "cubic") return cv::INTER_CUBIC;
  return method == "area" || smaller ? cv::INTER_AREA : cv::INTER_LINEAR;
}

}  // namespace

cv::Size Resize::size_for(const cv::Size& picture) const {
  if (width == 0 && height == 0) return picture;
  if (width == 0) return {in_proportion(picture.width, height, picture.height), height};
  if (height == 0) return {width, in_proportion(picture.height, width, picture.width)};
  return {width, height};
}

Result<Sample> Resize::process(const Frame& image) const {
  const cv::Mat picture = image.mat();
  if (picture.empty()) return fail(Code::invalid, "the frame has no pixels to resize");
  const cv::Size size = size_for(picture.size());
  Sample sample;
  sample.format = image.format();
  if (size == picture.size()) {
    sample.image = picture;
    return sample;
  }
  cv::resize(picture, sample.image, size, 0, 0,
             interpolation_of(method, size.area() < picture.size().area()));
  sample.notes =
      moved_notes(image, {static_cast<float>(size.width) / static_cast<float>(picture.cols),
                          static_cast<float>(size.height) / static_cast<float>(picture.rows),
                          {},
                          size});
  return sample;
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<Resize>("resize", "Scales pictures, and their regions and lines with them.",
                    inputs(port("image").of(F::Mono8, F::Mono10, F::Mono12, F::Mono16, F::BGR8,
                                            F::RGB8, F::BGRa8, F::RGBa8, F::Coord3D_C32f)),
                    outputs(port("image")
                                .like("image")
                                .sized_like("")
                                .size_params("width", "height")
                                .in_proportion()))
        .param("width", &Resize::width, "width; 0 = in proportion to the height, or unchanged",
               Range{0, 65536}, Unit{"px"})
        .param("height", &Resize::height, "height; 0 = in proportion to the width, or unchanged",
               Range{0, 65536}, Unit{"px"})
        .param("method", &Resize::method, "interpolation; auto = area to shrink, linear to enlarge",
               OneOf{"auto", "nearest", "linear", "cubic", "area"})
        .family("image");
}  // namespace

}  // namespace omma::actors
