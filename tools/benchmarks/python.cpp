// SPDX-License-Identifier: Apache-2.0
#include <semaphore>
#include <sstream>
#include <thread>

#include "runtime/actor.hpp"
#include "runtime/hosts/python_kinds.hpp"
#include "tools/benchmarks/child.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/journeys.hpp"
#include "tools/benchmarks/must.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

std::binary_semaphore may_leave{1};

/// Hands out pictures that nobody fills, as a camera's memory; at a rate, or one after the other.
struct Shutter {
  int height = 480;
  int width = 640;
  int channels = 1;
  double rate = 0;

  void open() {
    if (rate > 0) ticker_.emplace(rate);
  }

  cv::Mat process() {
    if (ticker_) ticker_->await();
    static_cast<void>(may_leave.try_acquire_for(milliseconds(100)));  // the last one may never come
    cv::Mat picture(height, width, CV_8UC(channels));
    journeys.leave();
    return picture;
  }

 private:
  std::optional<Ticker> ticker_;
};

struct Return {
  void process(const Frame&) const {
    journeys.arrive();
    may_leave.release();
  }
};

const Registered registered[] = {
    Declare<Shutter>("bench_shutter", "Hands out pictures.", outputs("image"))
        .param("height", &Shutter::height, "rows", Range{1})
        .param("width", &Shutter::width, "columns", Range{1})
        .param("channels", &Shutter::channels, "channels", Range{1, 4})
        .param("rate", &Shutter::rate, "frames a second", Unit{"Hz"}, Reinit{&Shutter::open}),
    Declare<Return>("bench_return", "Lets the next picture leave.", inputs("image"))};

struct Size {
  const char* name;
  int height, width, channels;
};
constexpr Size sizes[] = {{"VGA", 480, 640, 1}, {"1080p", 1080, 1920, 3}, {"4K", 2160, 3840, 3}};

std::string kind(const std::string& name) {
  std::string reference = std::string(OMMA_BENCH_GRAPHS) + "/python/kinds.py:" + name;
  must(hosts::add_python_kind(Registry::global(), PlannedHost().python, reference));
  return reference;
}

std::vector<double> through_host(const Size& size, double rate, milliseconds window) {
  PlanBuilder builder;
  auto& shutter = builder.actor("shutter", "bench_shutter");
  shutter.params = {{"height", std::int64_t{size.height}},
                    {"width", std::int64_t{size.width}},
                    {"channels", std::int64_t{size.channels}},
                    {"rate", rate}};
  builder.actor("answer", kind("answer"));
  builder.actor("return", "bench_return");
  builder.edge("shutter.image", "answer.image");
  builder.edge("answer.image", "return.image");
  static_cast<void>(may_leave.try_acquire());
  may_leave.release();
  const auto graph = start(builder.plan);
  std::this_thread::sleep_for(window / 4);
  journeys.take();
  std::this_thread::sleep_for(window);
  const std::vector<double> taken = journeys.take();
  const Report report = graph->report();
  return {quantile(taken, 0.5), quantile(taken, 0.99), static_cast<double>(report.copies.pixels)};
}

std::vector<double> through_peer(const std::string& peer, const Size& size, milliseconds window) {
  Child child({PlannedHost().python, std::string(OMMA_BENCH_GRAPHS) + "/python/peers.py", peer,
               std::to_string(size.height), std::to_string(size.width),
               std::to_string(size.channels),
               std::to_string(std::chrono::duration<double>(window).count())});
  std::istringstream words(child.wait());
  double p50 = 0, p99 = 0;
  words >> p50 >> p99;
  return {p50, p99, 0};
}

void round_trips(const Effort& effort, Findings& findings) {
  Contest contest("round trip of a picture through an actor in Python that answers with a new one",
                  {"p50 us", "p99 us", "px copied"});
  const milliseconds window = effort.window(1000);
  const auto row = [](const char* size, const std::string& who) {
    return std::string(size) + ", " + who;
  };
  for (const Size& size : sizes) {
    contest.add(row(size.name, "omma"), [=] { return through_host(size, 0, window); });
    for (const double rate : {30, 100, 500}) {
      contest.add(row(size.name, "omma, " + std::to_string(static_cast<int>(rate)) + " Hz"),
                  [=] { return through_host(size, rate, window); });
    }
    for (const char* peer : {"gstreamer", "zeromq", "shared", "queue"})
      contest.add(row(size.name, peer), [=] { return through_peer(peer, size, window); });
  }
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("python: 1080p p50, us", contest.figure("1080p, omma"), 50);
  for (const char* rate : {"30", "100", "500"}) {
    const std::string at = std::string(", ") + rate + " Hz";
    findings.at_most("python: 1080p p50, us" + at, contest.figure("1080p, omma" + at), 150);
  }
  findings.at_most("python: p50 of 4K / VGA", contest.ratio("4K, omma", "VGA, omma"), 1.5);
  findings.at_least("python: 1080p p50, zeromq / omma",
                    contest.ratio("1080p, zeromq", "1080p, omma"), 100);
  findings.at_least("python: 1080p p50, queue / omma", contest.ratio("1080p, queue", "1080p, omma"),
                    1000);
  findings.at_most("python: pixels copied", contest.figure("4K, omma", 2), 0);
}

/// Steps a second of pure Python in so many copies of an actor.
std::vector<double> work_in_hosts(int replicas, milliseconds window) {
  PlanBuilder builder;
  builder.actor("source", "bench_camera");
  auto& work = builder.actor("work", kind("work"));
  work.replicas = replicas;
  builder.actor("sink", "null");
  builder.edge("source.frames", "work.frame");
  builder.edge("work.frame", "sink.frames");
  const auto graph = start(builder.plan);
  const Lap lap = watch(window, [&] { return processed(graph->report(), "sink"); });
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
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_least("python: steps of two replicas / two interpreters",
                    contest.ratio("omma, replicas = 2", "interpreters alone: 2"), 0.95);
}

}  // namespace

void python(const Effort& effort, Findings& findings) {
  round_trips(effort, findings);
  scaling(effort, findings);
}

}  // namespace omma::bench
