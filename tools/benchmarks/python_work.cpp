// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/child.hpp"
#include "tools/benchmarks/parts.hpp"
#include "tools/benchmarks/round_trip.hpp"

namespace omma::bench {
namespace {

/// Steps a second of pure Python in so many copies of an actor.
std::vector<double> work_in_hosts(int replicas, milliseconds window) {
  PlanBuilder builder;
  builder.actor("source", "bench_camera");
  auto& work = builder.actor("work", python_kind("work"));
  work.replicas = replicas;
  builder.actor("sink", "null");
  builder.edge("source.frames", "work.frame");
  builder.edge("work.frame", "sink.frames");
  const auto graph = start(builder.plan);
  const Lap lap = watch(window, [&] { return processed(graph->report(), "sink"); });
  return {1e9 / lap.wall_ns};
}

/// The same of two actors, whose threads share one interpreter.
std::vector<double> work_in_one_host(milliseconds window) {
  PlanBuilder builder;
  builder.plan.hosts.emplace_back();
  builder.actor("source", "bench_camera");
  for (const std::string name : {"first", "second"}) {
    builder.actor(name, python_kind("work")).host = 0;
    builder.actor("after " + name, "null");
    builder.edge("source.frames", name + ".frame");
    builder.edge(name + ".frame", "after " + name + ".frames");
  }
  const auto graph = start(builder.plan);
  const Lap lap = watch(window, [&] {
    const Report report = graph->report();
    return processed(report, "first") + processed(report, "second");
  });
  return {1e9 / lap.wall_ns};
}

/// The same of so many interpreters that have nothing to do with each other.
std::vector<double> work_alone(int processes, milliseconds window) {
  std::vector<std::unique_ptr<Child>> children;
  for (int i = 0; i < processes; ++i) {
    children.push_back(std::make_unique<Child>(std::vector<std::string>{
        PlannedHost().python, std::string(OMMA_BENCH_GRAPHS) + "/python/peers.py", "busy", "1", "1",
        "1", std::to_string(std::chrono::duration<double>(window).count())}));
  }
  double sum = 0;
  for (const auto& child : children) sum += std::stod(child->wait());
  return {sum};
}

void scaling(const Effort& effort, Findings& findings) {
  Contest contest("steps of pure Python", {"steps/s"});
  const milliseconds window = effort.window(1500);
  for (const int count : {1, 2}) {
    const std::string number = std::to_string(count);
    contest.add("interpreters alone: " + number, [=] { return work_alone(count, window); });
    contest.add("omma, replicas = " + number, [=] { return work_in_hosts(count, window); });
  }
  contest.add("omma, two actors of one host", [=] { return work_in_one_host(window); });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_least("python: steps of two replicas / two interpreters",
                    contest.ratio("omma, replicas = 2", "interpreters alone: 2"), 0.95);
}

/// Round trips through a light actor, while a heavy one works; in that many hosts.
std::vector<double> beside(int hosts, milliseconds window) {
  constexpr double hz = 100;
  PlanBuilder builder = round_trip({"VGA", 480, 640, 1}, hz);
  if (hosts > 0) {
    builder.actor("source", "bench_camera");
    builder.actor("work", python_kind("work")).host = hosts == 1 ? 0 : -1;
    builder.actor("sink", "null");
    builder.edge("source.frames", "work.frame");
    builder.edge("work.frame", "sink.frames");
  }
  return measure_round_trips(builder.plan, window);
}

void neighbours(const Effort& effort, Findings& findings) {
  Contest contest(
      "round trip of a VGA picture at 100 Hz beside an actor that works without a break",
      {"p50 us", "p99 us", "px copied"});
  const milliseconds window = effort.window(1500);
  contest.add("alone", [=] { return beside(0, window); });
  contest.add("the other in a host of its own", [=] { return beside(2, window); });
  contest.add("both in one host", [=] { return beside(1, window); });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("python: p50 beside a heavy actor in a host of its own, us",
                   contest.figure("the other in a host of its own"), 1000);
}

}  // namespace

void python_work(const Effort& effort, Findings& findings) {
  scaling(effort, findings);
  neighbours(effort, findings);
}

}  // namespace omma::bench
