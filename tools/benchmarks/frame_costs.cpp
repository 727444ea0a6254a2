// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "runtime/frames/mat_allocator.hpp"
#include "tools/benchmarks/frames.hpp"
#include "tools/benchmarks/must.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

const cv::Size picture{1920, 1080};
constexpr int batch = 32;

Contest::Round repeated(milliseconds window, const std::function<void()>& work) {
  return [=] {
    const Lap lap = repeat(window, batch, [&] {
      for (int i = 0; i < batch; ++i) work();
    });
    return std::vector{lap.wall_ns / 1e3, lap.cpu_ns / 1e3, lap.allocations};
  };
}

Notes ten_regions() {
  Notes notes;
  for (int i = 0; i < 10; ++i) {
    Region region;
    region.rect = {10.0F * static_cast<float>(i), 20, 64, 128};
    region.label = "person";
    region.confidence = 0.9F;
    notes.regions.push_back(region);
  }
  return notes;
}

}  // namespace

void frames(const Effort& effort, Findings& findings) {
  const milliseconds window = effort.window(100);
  const Frames memory(1, picture);
  const Frame& frame = memory.frames[0];
  const Notes notes = ten_regions();
  const Frame noted = must(frame.with(notes, "people"));
  std::vector<std::byte> copy(frame.pixels().size());
  Contest contest("a grey frame of 1920 x 1080", {"us", "cpu us", "new"});
  contest.add("memcpy of the pixels", repeated(window, [&] {
                std::memcpy(copy.data(), frame.pixels().data(), copy.size());
              }));
  contest.add("a slot, and its header",
              repeated(window, [&] { make_frame(*memory.slab, 0, picture); }));
  contest.add("another handle", repeated(window, [&] { const Frame other(frame); }));
  contest.add("as cv::Mat", repeated(window, [&] { frame.mat(); }));
  contest.add("with notes of ten regions",
              repeated(window, [&] { must(frame.with(notes, "people")); }));
  contest.add("read ten regions", repeated(window, [&] { noted.regions(); }));
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("frames: a slot and its header / memcpy",
                   contest.ratio("a slot, and its header", "memcpy of the pixels"), 0.05);
}

}  // namespace omma::bench
