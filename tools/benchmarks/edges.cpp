// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "runtime/flow/edge.hpp"
#include "tools/benchmarks/frames.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

constexpr int batch = 1024;

/// A frame goes in and comes out again, on one thread. `backlog`: frames that lie in it meanwhile.
std::vector<double> in_and_out(WhenFull rule, std::size_t backlog, milliseconds window) {
  Frames memory(backlog + 1);
  flow::Edge edge("bench", rule, 8);
  Frame frame = std::move(memory.frames.back());
  for (std::size_t i = 0; i < backlog; ++i) edge.offer(std::move(memory.frames[i]));
  const Lap lap = repeat(window, batch, [&] {
    for (int i = 0; i < batch; ++i) {
      edge.offer(std::move(frame));
      edge.take(frame);
      edge.deliver();
    }
  });
  return {lap.wall_ns, lap.cpu_ns, lap.allocations};
}

/// Into an edge that is full: the oldest, or this one, is let go.
std::vector<double> into_full(WhenFull rule, milliseconds window) {
  const Frames memory(1);
  flow::Edge edge("bench", rule, 8);
  const Lap lap = repeat(window, batch, [&] {
    for (int i = 0; i < batch; ++i) edge.offer(Frame(memory.frames[0]));
  });
  return {lap.wall_ns, lap.cpu_ns, lap.allocations};
}

}  // namespace

void edges(const Effort& effort, Findings& findings) {
  const milliseconds window = effort.window(100);
  Contest contest("an edge alone, one thread", {"ns", "cpu ns", "new"});
  for (const WhenFull rule : all_rules<WhenFull>()) {
    const std::string rule_name(name(rule));
    contest.add(rule_name + ": in and out", [=] { return in_and_out(rule, 0, window); });
    if (!waits(rule))
      contest.add(rule_name + ": into a full one", [=] { return into_full(rule, window); });
  }
  contest.run(effort.rounds);
  findings.add(contest);
}

}  // namespace omma::bench
