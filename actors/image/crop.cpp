// SPDX-License-Identifier: Apache-2.0
#include "actors/image/crop.hpp"

#include "actors/image/mosaic.hpp"
#include "actors/image/moved_notes.hpp"

namespace omma::actors {

Result<cv::Rect> Crop::rect_in(const cv::Size& picture, PixelFormat format) const {
  const int cell = is_bayer(format) || is_yuv422(format) ? 2 : 1;
  const int left = x / cell * cell, top = y / cell * cell;
  const cv::Rect wanted(left, top, width == 0 ? picture.width : width,
                        height == 0 ? picture.height : height);
  cv::Rect rect = wanted & cv::Rect({}, picture);
  rect.width -= rect.width % cell;
  rect.height -= rect.height % cell;
  if (!rect.empty()) return rect;
  return fail(Code::invalid, "the rectangle at " + std::to_string(x) + ", " + std::to_string(y) +
                                 " is outside the picture of " + std::to_string(picture.width) +
                                 " x " + std::to_string(picture.height) + " px");
}

Result<Sample> Crop::process(const Frame& image) const {
  const cv::Mat picture = image.mat();
  if (picture.empty()) return fail(Code::invalid, "the frame has no pixels to crop");
  const auto rect = rect_in(picture.size(), image.format());
  if (!rect) return tl::make_unexpected(rect.error());
  Sample sample;
  sample.format = image.format();
  if (rect->size() == picture.size()) {
    sample.image = picture;
    return sample;
  }
  sample.image = picture(*rect).clone();
  sample.notes = moved_notes(image, {1, 1, -cv::Point2f(rect->tl()), rect->size()});
  return sample;
}

namespace {
const Registered declared =
    Declare<Crop>(
        "crop",
        "Cuts a rectangle out of pictures, with the regions and lines in it. The part of it "
        "outside the picture is left out. Bayer and YUV 4:2:2 are cut at even coordinates.",
        inputs(port("image")),
        outputs(port("image").like("image").sized_like("").size_params("width", "height")))
        .param("x", &Crop::x, "left edge", Range{0, 65536}, Unit{"px"})
        .param("y", &Crop::y, "upper edge", Range{0, 65536}, Unit{"px"})
        .param("width", &Crop::width, "width; 0 = to the right edge", Range{0, 65536}, Unit{"px"})
        .param("height", &Crop::height, "height; 0 = to the lower edge", Range{0, 65536},
               Unit{"px"})
        .family("image");
}  // namespace

}  // namespace omma::actors
