// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/sizes.hpp"

#include <algorithm>

namespace omma::dsl {
namespace {

constexpr std::int64_t largest_side = 1 << 20;

struct Pixels {
  int width = 0;
  int height = 0;
};

int side(const WiredActor& actor, const std::string& name) {
  const Param* param = actor.contract->param(name);
  if (param == nullptr) return 0;
  const auto* value = std::get_if<std::int64_t>(&value_of(actor, *param));
  return value == nullptr || *value < 0 || *value > largest_side ? 0 : static_cast<int>(*value);
}

Pixels size_of_input(const Wiring& wiring, const WiredActor& actor, std::string_view input) {
  const WiredEdge* edge = edge_into(wiring, actor, input);
  return edge == nullptr ? Pixels{} : Pixels{edge->plan.width, edge->plan.height};
}

/// `wanted`, where a side of 0 follows the other one.
Pixels in_proportion(const Pixels& wanted, const Pixels& given) {
  const auto follow = [](int side, int from, int to) {
    return static_cast<int>(std::min<std::int64_t>(
        largest_side, from == 0 ? 0 : (std::int64_t{side} * to + from / 2) / from));
  };
  if (wanted.width == 0 && wanted.height == 0) return given;
  if (wanted.width == 0) return {follow(wanted.height, given.height, given.width), wanted.height};
  if (wanted.height == 0) return {wanted.width, follow(wanted.width, given.width, given.height)};
  return wanted;
}

Pixels size_of_output(const Wiring& wiring, const WiredActor& actor, const Port& port) {
  const Size& size = port.size;
  if (!size.like.empty()) return size_of_input(wiring, actor, size.like);
  if (size.width_param.empty() || size.height_param.empty()) return {};
  Pixels pixels{side(actor, size.width_param), side(actor, size.height_param)};
  if (actor.contract->inputs.empty()) return pixels;
  const Pixels first = size_of_input(wiring, actor, actor.contract->inputs.front().name);
  if (size.in_proportion) return in_proportion(pixels, first);
  if (pixels.width == 0) pixels.width = first.width;
  if (pixels.height == 0) pixels.height = first.height;
  return pixels;
}

}  // namespace

void set_sizes(Wiring& wiring) {
  for (const std::size_t index : wiring.order) {
    const WiredActor& actor = wiring.actors[index];
    for (const std::size_t output : actor.outputs) {
      WiredEdge& edge = wiring.edges[output];
      const Pixels pixels = size_of_output(wiring, actor, *edge.from_port);
      if (pixels.width == 0 || pixels.height == 0) continue;
      edge.plan.width = pixels.width;
      edge.plan.height = pixels.height;
    }
  }
}

}  // namespace omma::dsl
