// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

/// One branch finds bright things in a picture, the other keeps it; the findings are drawn in.
Plan inspection() {
  PlanBuilder builder;
  auto& source = builder.actor("source", "pattern");
  source.params = {{"width", std::int64_t{1280}}, {"height", std::int64_t{720}}};
  builder.actor("grey", "convert").params["format"] = std::string("Mono8");
  builder.actor("smooth", "blur");
  builder.actor("bright", "threshold");
  builder.actor("things", "blobs");
  builder.actor("both", "merge");
  builder.actor("drawn", "overlay");
  builder.actor("sink", "null");
  builder.edge("source.image", "grey.image");
  builder.edge("grey.image", "smooth.image");
  builder.edge("smooth.image", "bright.image");
  builder.edge("bright.mask", "things.mask");
  builder.edge("source.image", "both.image", 8);
  builder.edge("things.regions", "both.notes");
  builder.edge("both.image", "drawn.image");
  builder.edge("drawn.image", "sink.frames");
  return builder.plan;
}

}  // namespace

void copies(const Effort& effort, Findings& findings) {
  const double frames = effort.quick ? 20 : 200;
  Contest contest("pixels copied beyond what operations write",
                  {"px/frame", "MB/frame", "ms/frame"});
  contest.add("omma, inspection at 1280 x 720", [=]() -> std::vector<double> {
    RunOptions options;
    options.frames = static_cast<std::uint64_t>(frames);
    const Report report = run(inspection(), options);
    return {static_cast<double>(report.copies.pixels) / frames,
            static_cast<double>(report.copies.bytes) / 1e6 / frames, report.seconds * 1e3 / frames};
  });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("copies: pixels copied for each frame",
                   contest.figure("omma, inspection at 1280 x 720"), 0);
}

}  // namespace omma::bench
