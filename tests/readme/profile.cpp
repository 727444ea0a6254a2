// SPDX-License-Identifier: Apache-2.0
#include "runtime/actor.hpp"

#include <algorithm>
#include <opencv2/core.hpp>

namespace {

using namespace omma;

/// Notes how bright the columns of a grey picture are, and where the brightest one is.
struct Profile {
  Notes process(const cv::Mat& image) const {
    cv::Mat means;
    cv::reduce(image, means, 0, cv::REDUCE_AVG, CV_32F);
    cv::Point brightest;
    cv::minMaxLoc(means, nullptr, nullptr, nullptr, &brightest);
    Region region;
    region.rect = cv::Rect(brightest.x, 0, 1, image.rows);
    region.label = "brightest";
    Notes notes;
    notes.regions = {region};
    notes.tensors = {make_tensor("profile", std::span(means.ptr<float>(), means.total()))};
    notes.attributes = {{"unit", "grey level"}};
    return notes;
  }
};

/// Counts the columns that are brighter than `level`.
struct Bright {
  double level = 128;

  Result<Notes> process(const Frame& frame) const {
    const auto profile = tensor_of<float>(frame, "profile", {any_extent});
    if (!profile) return tl::make_unexpected(profile.error());
    const auto count =
        std::ranges::count_if(profile->values(), [&](float each) { return each > level; });
    Notes notes;
    notes.attributes = {{"bright", static_cast<double>(count)}};
    return notes;
  }
};

const Registered profile =
    Declare<Profile>("profile", "Notes how bright the columns are.",
                     inputs(port("image").of(PixelFormat::Mono8)), outputs("image"));
const Registered bright = Declare<Bright>("bright_columns", "Counts columns brighter than `level`.",
                                          inputs("image"), outputs("image"))
                              .param("level", &Bright::level, "grey level", Range{0, 255});

}  // namespace
