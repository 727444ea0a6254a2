// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cmath>
#include <semaphore>

#include "tools/benchmarks/element_chain.hpp"
#include "tools/benchmarks/parts.hpp"
#include "tools/benchmarks/rings.hpp"

namespace omma::bench {
namespace {

using Figures = std::vector<double>;

constexpr const char* caf = "CAF, stealing (its default)";

Figures figures(const Lap& lap) { return {lap.wall_ns, lap.cpu_ns, lap.allocations, NAN}; }

/// The cost of a frame's whole way. `limited`: no more than `in_flight` are under way.
Lap through_pipeline(const RingSetup& setup, const std::string& chain, bool limited) {
  std::atomic<std::uint64_t> arrived{0};
  std::atomic<bool> stopped{false};
  std::counting_semaphore<> credits(static_cast<std::ptrdiff_t>(setup.in_flight));
  ElementChain::Hooks hooks;
  hooks.arrive = [&] {
    arrived.fetch_add(1, std::memory_order_relaxed);
    if (limited) credits.release();
  };
  if (limited) {
    hooks.leave = [&] {
      if (!stopped) credits.acquire();
    };
    hooks.stop = [&] {
      stopped = true;
      credits.release();
    };
  }
  const ElementChain running(chain, std::move(hooks));
  return watch(setup.window, [&] { return arrived.load(std::memory_order_relaxed); });
}

/// For each element, less what source and sink cost without any; and with it.
Figures elements(const RingSetup& setup, const std::string& element, bool limited) {
  const auto count = static_cast<double>(ring_size);
  const Lap base = through_pipeline(setup, "", limited);
  const Lap all = through_pipeline(setup, chain_of(element, ring_size), limited);
  return {(all.wall_ns - base.wall_ns) / count, (all.cpu_ns - base.cpu_ns) / count, NAN,
          all.wall_ns / count};
}

Contest contest(const std::string& where, const RingSetup& setup) {
  Contest hops("hop of a frame" + where, {"ns/hop", "cpu ns/hop", "new/hop", "gross ns"});
  hops.add("omma, body by hand", [=] { return figures(omma_ring(setup, RingBody::by_hand)); });
  hops.add("omma", [=] { return figures(omma_ring(setup, RingBody::declared)); });
  hops.add(caf, [=] { return figures(caf_ring(setup, "stealing")); });
  hops.add("CAF, sharing", [=] { return figures(caf_ring(setup, "sharing")); });
  hops.add("GStreamer identity", [=] { return elements(setup, "identity silent=true", false); });
  // With many in flight its queues fill as they like, which is what they are best at.
  hops.add("GStreamer queue",
           [=] { return elements(setup, "queue silent=true", setup.in_flight < 64); });
  hops.add("std::function", [=] { return figures(function_ring(setup.window)); });
  hops.add("SPSC ring, one thread", [=] { return figures(spsc_ring(setup)); });
  return hops;
}

void judge(const Contest& hops, const std::string& where, Findings& findings) {
  const auto at_most = [&](const char* peer, double limit) {
    findings.at_most("hop: omma / " + std::string(peer) + where, hops.ratio("omma", peer), limit);
  };
  at_most("GStreamer identity", 1.0 / 3);
  at_most("GStreamer queue", 1.0 / 6);
  at_most(caf, 1.0 / 4);
  findings.at_most("hop: allocations" + where, hops.figure("omma", 2), 0.001);
}

void compare(const Effort& effort, Findings& findings, bool one_core) {
  const OnCores pinned(one_core ? 1 : cores());
  for (const std::size_t in_flight : {1U, 8U, 64U}) {
    const std::string where =
        ", " + std::to_string(in_flight) + " in flight, " + (one_core ? "one core" : "all cores");
    Contest hops = contest(where, {in_flight, one_core ? 1U : 0U, effort.window(200)});
    hops.run(effort.rounds);
    findings.add(hops);
    judge(hops, where, findings);
  }
}

}  // namespace

void hop(const Effort& effort, Findings& findings) {
  compare(effort, findings, true);
  compare(effort, findings, false);
}

}  // namespace omma::bench
