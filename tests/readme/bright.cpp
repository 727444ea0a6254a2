// SPDX-License-Identifier: Apache-2.0
#include "runtime/actor.hpp"

namespace {

using namespace omma;

/// Sets each pixel of an 8-bit grey image that is brighter than `level`.
struct Bright {
  double level = 128;

  cv::Mat process(const cv::Mat& image) const { return image > level; }
};

const Registered declared =
    Declare<Bright>("bright", "Sets each pixel that is brighter than `level`.",
                    inputs(port("image").of(PixelFormat::Mono8)), outputs("mask"))
        .param("level", &Bright::level, "grey level", Range{0, 255});

}  // namespace
