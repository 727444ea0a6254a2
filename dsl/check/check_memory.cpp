// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_memory.hpp"

#include <algorithm>
#include <cmath>

#include "dsl/read/wording.hpp"
#include "runtime/frames/packing.hpp"

namespace omma::dsl {
namespace {

constexpr double mebibyte = 1024.0 * 1024.0;
constexpr std::size_t most_named = 3;

struct Need {
  std::string what;
  double frames;
  double frame_bytes;

  double bytes() const { return frames * frame_bytes; }
};

/// Of the largest picture that may come.
double frame_bytes(const PlannedEdge& edge) {
  const auto width = static_cast<std::uint32_t>(edge.width);
  const auto height = static_cast<std::uint32_t>(edge.height);
  std::uint64_t bytes = 0;
  for (const PixelFormat format : edge.formats)
    bytes = std::max(bytes, image_bytes(format, width, height));
  return static_cast<double>(bytes);
}

/// The frames in the queue, the one that is being given and those that the consumer works on.
Need need_of(const Wiring& wiring, const WiredEdge& edge) {
  const double frames = edge.plan.queue + 1.0 + wiring.to(edge).plan.replicas;
  return {quote(output_name(wiring, edge) + " -> " + input_name(wiring, edge)), frames,
          frame_bytes(edge.plan)};
}

/// The pictures that an actor keeps room for between its steps, as large as the largest it gives.
Need need_of_pool(const Wiring& wiring, const WiredActor& actor) {
  const Pool& pool = actor.contract->pool;
  double frames = pool.frames;
  if (const Param* param = actor.contract->param(pool.param)) {
    const auto* value = std::get_if<std::int64_t>(&value_of(actor, *param));
    frames = value == nullptr ? 0.0 : static_cast<double>(*value);
  }
  double bytes = 0;
  for (const std::size_t output : actor.outputs)
    bytes = std::max(bytes, frame_bytes(wiring.edges[output].plan));
  return {"the pool of " + quote(actor.plan.name), frames * actor.plan.replicas, bytes};
}

std::string mebibytes(double bytes) {
  return std::to_string(static_cast<std::uint64_t>(std::ceil(bytes / mebibyte))) + " MiB";
}

std::string largest(const std::vector<Need>& needs) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < std::min(needs.size(), most_named); ++i) {
    list.push_back(needs[i].what + " (" + number_text(needs[i].frames) + " frames, " +
                   mebibytes(needs[i].bytes()) + ")");
  }
  return all_of(list);
}

}  // namespace

void check_memory(const Wiring& wiring, const Ceiling& ceiling, Report& report) {
  std::vector<Need> needs;
  double sum = 0;
  const auto add = [&](Need need) {
    sum += need.bytes();
    if (need.bytes() > 0) needs.push_back(std::move(need));
  };
  for (const WiredEdge& edge : wiring.edges) add(need_of(wiring, edge));
  for (const WiredActor& actor : wiring.actors) add(need_of_pool(wiring, actor));
  if (sum <= static_cast<double>(ceiling.bytes)) return;
  const bool pools = std::ranges::any_of(
      wiring.actors, [](const WiredActor& actor) { return actor.contract->pool != Pool{}; });
  std::stable_sort(needs.begin(), needs.end(), [](const Need& left, const Need& right) {
    return left.bytes() > right.bytes();
  });
  report.add({.place = ceiling.place,
              .what = std::string("full queues") + (pools ? " and pools" : "") +
                      " need more memory than frames may use",
              .expected = "at most " + mebibytes(static_cast<double>(ceiling.bytes)),
              .found = mebibytes(sum) + ", most of it for " + largest(needs),
              .mend = "write slab_mb = " + number_text(std::ceil(sum / mebibyte)) +
                      " in [graph], or smaller queues" + (pools ? " and pools" : "") + " there",
              .line_mend = "make the pictures smaller; a graph file has 'slab_mb'"});
}

}  // namespace omma::dsl
