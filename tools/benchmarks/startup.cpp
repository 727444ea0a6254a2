// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <iterator>
#include <sstream>
#include <thread>

#include "tools/benchmarks/child.hpp"
#include "tools/benchmarks/element_chain.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/journeys.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

using Command = std::vector<std::string>;

constexpr std::size_t many = 1000;

/// From start to end of a program that lets one frame through, and its memory while it runs on.
std::vector<double> program(const Command& one_frame, const Command& endless) {
  const std::int64_t started = now_ns();
  Child(one_frame).wait();
  const auto took = static_cast<double>(now_ns() - started);
  const Child running(endless);
  std::this_thread::sleep_for(milliseconds(700));
  return {took / 1e6, running.resident_mb()};
}

std::vector<double> omma_program() {
  const Command endless{beside("omma"), "run", OMMA_BENCH_GRAPHS "/startup.toml", "--quiet"};
  Command one_frame = endless;
  one_frame.insert(one_frame.end(), {"--frames", "1"});
  return program(one_frame, endless);
}

std::vector<double> gstreamer_program() {
  const auto command = [](const std::string& option) {
    std::istringstream words("gst-launch-1.0 --quiet videotestsrc is-live=true " + option +
                             " ! video/x-raw,format=BGR,width=640,height=480 ! fakesink");
    return Command(std::istream_iterator<std::string>(words), {});
  };
  return program(command("num-buffers=1"), command("num-buffers=-1"));
}

/// From before a chain is made until the first frame is through; and the memory it takes.
template <class Make>
void first_frame(Make make) {
  const double before_mb = resident_mb();
  const std::int64_t started = now_ns();
  const auto running = make();
  std::vector<double> arrived;
  while (arrived.empty()) {
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    arrived = journeys.take();
  }
  std::printf("%f %f\n", static_cast<double>(now_ns() - started) / 1e6, resident_mb() - before_mb);
}

std::unique_ptr<ElementChain> identities() {
  ElementChain::Hooks hooks;
  hooks.arrive = [] { journeys.arrive(); };
  return std::make_unique<ElementChain>(chain_of("identity silent=true", many), std::move(hooks));
}

/// In a process of its own, where nothing else has taken memory before.
std::vector<double> in_child(const std::string& name) {
  std::istringstream output(Child({beside("omma_bench"), "--child", name}).wait());
  double took_ms = NAN;
  double memory_mb = NAN;
  output >> took_ms >> memory_mb;
  return {took_ms, memory_mb};
}

void programs(const Effort& effort, Findings& findings) {
  Contest contest("one frame, as a program", {"ms", "running MB"});
  contest.add("omma run", omma_program);
  contest.add("gst-launch-1.0", gstreamer_program);
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("startup: time of omma run / gst-launch-1.0",
                   contest.ratio("omma run", "gst-launch-1.0"), 1);
  findings.at_most("startup: memory of omma run / gst-launch-1.0",
                   contest.ratio("omma run", "gst-launch-1.0", 1), 1);
}

void chains(const Effort& effort, Findings& findings) {
  Contest contest("a chain of " + std::to_string(many), {"ms", "MB"});
  contest.add("omma actors", [] { return in_child("actors"); });
  contest.add("GStreamer identities", [] { return in_child("identities"); });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("startup: time of 1000 actors / 1000 identities",
                   contest.ratio("omma actors", "GStreamer identities"), 1);
  findings.at_most("startup: memory of 1000 actors / 1000 identities",
                   contest.ratio("omma actors", "GStreamer identities", 1), 1);
}

}  // namespace

bool run_child(const std::string& name) {
  if (name == "actors") return first_frame([] { return start(chain(many, 100)); }), true;
  if (name == "identities") return first_frame(identities), true;
  return false;
}

void startup(const Effort& effort, Findings& findings) {
  programs(effort, findings);
  chains(effort, findings);
}

}  // namespace omma::bench
