// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/round_trip.hpp"

#include <semaphore>
#include <sstream>
#include <thread>

#include "runtime/actor.hpp"
#include "runtime/contract/plugin.hpp"
#include "runtime/hosts/python_kinds.hpp"
#include "tools/benchmarks/child.hpp"
#include "tools/benchmarks/journeys.hpp"
#include "tools/benchmarks/must.hpp"

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

}  // namespace

std::string python_kind(const std::string& name) {
  std::string reference = std::string(OMMA_BENCH_GRAPHS) + "/python/kinds.py:" + name;
  must(hosts::add_python_kind(Registry::global(), PlannedHost(), reference));
  return reference;
}

void load_native_kinds() { must(load_plugin(OMMA_BENCH_PLUGIN)); }

PlanBuilder round_trip(const Size& size, double hz, hosts::Language language) {
  const bool native = language == hosts::Language::cpp;
  PlanBuilder builder;
  auto& shutter = builder.actor("shutter", "bench_shutter");
  shutter.params = {{"height", std::int64_t{size.height}},
                    {"width", std::int64_t{size.width}},
                    {"channels", std::int64_t{size.channels}},
                    {"rate", hz}};
  builder.actor("answer", native ? "bench_answer" : python_kind("answer")).host = 0;
  builder.plan.hosts.emplace_back();
  builder.actor("return", "bench_return");
  builder.edge("shutter.image", "answer.image");
  builder.edge("answer.image", "return.image");
  return builder;
}

std::vector<double> measure_round_trips(const Plan& plan, milliseconds window) {
  static_cast<void>(may_leave.try_acquire());
  may_leave.release();
  const auto graph = start(plan);
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

}  // namespace omma::bench
