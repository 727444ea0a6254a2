// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/journeys.hpp"

#include <time.h>

#include <cmath>

#include "runtime/actor.hpp"
#include "tools/benchmarks/graphs.hpp"

namespace omma::bench {

Journeys journeys;

Ticker::Ticker(double hz) : period_ns_(std::llround(1e9 / hz)), next_ns_(now_ns()) {}

void Ticker::await() {
  next_ns_ += period_ns_;
  const timespec next{next_ns_ / 1'000'000'000, next_ns_ % 1'000'000'000};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, nullptr);
}

void Journeys::arrive() {
  const auto journey = static_cast<double>(now_ns() - left_ns_.load(std::memory_order_acquire));
  const std::lock_guard lock(mutex_);
  journeys_us_.push_back(journey / 1e3);
}

std::vector<double> Journeys::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(journeys_us_, {});
}

namespace {

/// Makes frames at a fixed rate, as a camera does.
struct Camera {
  double rate = 0;

  void open() {
    if (rate > 0) ticker_.emplace(rate);
  }

  Sample process() {
    if (ticker_) ticker_->await();
    journeys.leave();
    return {};
  }

 private:
  std::optional<Ticker> ticker_;
};

struct Pass {
  Frame process(const Frame& frame) const { return frame; }
};

struct Arrive {
  void process(const Frame&) const { journeys.arrive(); }
};

const Registered registered[] = {
    Declare<Camera>("bench_camera", "Makes frames at a fixed rate.", outputs("frames"))
        .param("rate", &Camera::rate, "frames a second; 0 = as fast as they are taken", Unit{"Hz"},
               Reinit{&Camera::open}),
    Declare<Pass>("bench_pass", "Passes frames on.", inputs("frames"), outputs("frames")),
    Declare<Arrive>("bench_arrive", "Notes when frames arrive.", inputs("frames"))};

}  // namespace

Plan chain(std::size_t stages, double hz) {
  PlanBuilder builder;
  builder.actor("camera", "bench_camera").params["rate"] = hz;
  std::string before = "camera.frames";
  for (std::size_t i = 0; i < stages; ++i) {
    const std::string name = "stage" + std::to_string(i);
    builder.actor(name, "bench_pass");
    builder.edge(before, name + ".frames");
    before = name + ".frames";
  }
  builder.actor("sink", "bench_arrive");
  builder.edge(before, "sink.frames");
  return builder.plan;
}

}  // namespace omma::bench
