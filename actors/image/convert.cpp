// SPDX-License-Identifier: Apache-2.0
#include "actors/image/convert.hpp"

#include "actors/image/conversion.hpp"

namespace omma::actors {

Result<Sample> Convert::process(const Frame& image) const {
  const auto to = pixel_format(format);
  if (!to) {
    return fail(Code::invalid,
                "expected the name of a pixel format, such as Mono8; found '" + format + "'");
  }
  if (image.pixels().empty()) return fail(Code::invalid, "the frame has no pixels to convert");
  auto picture = converted(image.mat(), image.format(), *to);
  if (!picture) return tl::make_unexpected(picture.error());
  Sample sample;
  sample.image = std::move(*picture);
  sample.format = to;
  return sample;
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<Convert>(
        "convert",
        "Converts pictures to another pixel format. A picture that has the format already is "
        "passed on without a copy. Brightness is scaled with the range of the format.",
        inputs(port("image").of(F::Mono8, F::Mono10, F::Mono12, F::Mono16, F::BGR8, F::RGB8,
                                F::BGRa8, F::RGBa8, F::BayerRG8, F::BayerGR8, F::BayerGB8,
                                F::BayerBG8, F::BayerRG16, F::YUV422_8, F::YUV422_8_UYVY)),
        outputs(port("image").format_param("format").sized_like("image")))
        .param("format", &Convert::format, "the format to convert to, by its GenICam name",
               OneOf{"Mono8", "Mono10", "Mono12", "Mono16", "BGR8", "RGB8", "BGRa8", "RGBa8",
                     "BayerRG8", "BayerGR8", "BayerGB8", "BayerBG8", "BayerRG16", "YUV422_8",
                     "YUV422_8_UYVY"})
        .family("image");
}  // namespace

}  // namespace omma::actors
