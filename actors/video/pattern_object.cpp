// SPDX-License-Identifier: Apache-2.0
#include "actors/video/pattern_object.hpp"

#include <algorithm>
#include <array>

namespace omma::actors {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): the same everywhere, unlike std's distributions.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

/// A number from `from` to `to` that 16 bits of `chance` decide.
int picked(std::uint64_t chance, int from, int to) {
  const auto choices = static_cast<std::uint64_t>(std::max(1, to - from + 1));
  return from + static_cast<int>((chance & 0xFFFF) % choices);
}

/// To and fro between 0 and `span`.
int bounced(std::uint64_t way, int span) {
  if (span <= 0) return 0;
  const auto at = static_cast<int>(way % (2 * static_cast<std::uint64_t>(span)));
  return at <= span ? at : 2 * span - at;
}

}  // namespace

cv::Rect PatternObject::at(std::uint64_t number, int frame_width) const {
  const int x = bounced(phase_x + speed * number, frame_width / 2 - width);
  const int y = bounced(phase_y + number / 4, lane - height - 1);  // 1: lanes never touch
  return {x * 2, (top + y) * 2, width * 2, height * 2};
}

PatternObject pattern_object(std::int64_t seed, int index, const PatternLanes& lanes) {
  const std::uint64_t chance =
      mixed(static_cast<std::uint64_t>(seed) * 1000003 + static_cast<std::uint64_t>(index));
  const auto at_least = [](int size) { return std::max(PatternObject::smallest, size); };
  const int height = picked(chance, at_least(lanes.height / 3), at_least(lanes.height * 2 / 3 - 1));
  return {.top = lanes.top + index * lanes.height,
          .lane = lanes.height,
          .width = std::min(picked(chance >> 16, height / 2 + 1, height * 2), lanes.width / 2),
          .height = height,
          .phase_x = mixed(chance) >> 32,
          .phase_y = mixed(chance + 1) >> 32,
          .speed = static_cast<std::uint64_t>(picked(chance >> 32, 1, 3))};
}

cv::Scalar pattern_color(int index) {
  static const std::array<cv::Scalar, 6> colors{{{80, 200, 255},
                                                 {120, 230, 120},
                                                 {255, 180, 90},
                                                 {200, 140, 255},
                                                 {230, 230, 90},
                                                 {150, 190, 255}}};
  return colors[static_cast<std::size_t>(index) % colors.size()];
}

}  // namespace omma::actors
