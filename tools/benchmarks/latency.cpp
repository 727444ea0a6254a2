// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "tools/benchmarks/element_chain.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/journeys.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

constexpr std::size_t stages = 10;

/// p50 and p99 in us, and the share of one core in %, while something else makes frames travel.
std::vector<double> observe(milliseconds window) {
  std::this_thread::sleep_for(window / 8 + milliseconds(50));
  journeys.take();
  const std::int64_t started = now_ns();
  const std::int64_t cpu_before = cpu_ns();
  std::this_thread::sleep_for(window);
  const auto used = static_cast<double>(cpu_ns() - cpu_before);
  const std::vector<double> taken = journeys.take();
  return {quantile(taken, 0.5), quantile(taken, 0.99),
          100 * used / static_cast<double>(now_ns() - started)};
}

std::vector<double> through_graph(double hz, milliseconds window) {
  const auto graph = start(chain(stages, hz));
  return observe(window);
}

/// The source's thread sleeps, as that of a camera does; no `appsrc` hands over to another one.
std::vector<double> through_elements(const std::string& element, double hz, milliseconds window) {
  Ticker ticker(hz);
  ElementChain::Hooks hooks;
  hooks.leave = [&] {
    ticker.await();
    journeys.leave();
  };
  hooks.arrive = [] { journeys.arrive(); };
  const ElementChain elements(chain_of(element, stages), std::move(hooks));
  return observe(window);
}

void compare(double hz, const Effort& effort, Findings& findings) {
  const milliseconds window = effort.window(2000);
  const std::string where = std::to_string(static_cast<int>(hz)) + " Hz";
  Contest contest("latency through ten stages, " + where, {"p50 us", "p99 us", "cpu %"});
  contest.add("omma", [=] { return through_graph(hz, window); });
  contest.add("GStreamer queue", [=] { return through_elements("queue silent=true", hz, window); });
  contest.add("GStreamer identity",
              [=] { return through_elements("identity silent=true", hz, window); });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("latency: p50, omma / ten queues, " + where,
                   contest.ratio("omma", "GStreamer queue"), 1.0 / 4);
  findings.at_most("latency: p50, omma / ten identities, " + where,
                   contest.ratio("omma", "GStreamer identity"), 1.5);
}

}  // namespace

void latency(const Effort& effort, Findings& findings) {
  compare(30, effort, findings);
  compare(100, effort, findings);
}

}  // namespace omma::bench
