// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <atomic>
#include <functional>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "runtime/actor.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

// Four operations that take about 2 ms each of a grey picture of 1920 x 1080.

const cv::Mat& disc() {
  static const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9});
  return kernel;
}

void grab(cv::Mat& image) {
  static const cv::Mat scene = [] {
    cv::Mat noise(1080, 1920, CV_8U);
    cv::randu(noise, 0, 255);
    cv::GaussianBlur(noise, noise, {9, 9}, 0);
    return noise;
  }();
  scene.copyTo(image);
}

void smooth(const cv::Mat& image, cv::Mat& smoothed) {
  cv::GaussianBlur(image, smoothed, {15, 15}, 0);
}
void close(const cv::Mat& image, cv::Mat& closed) {
  cv::morphologyEx(image, closed, cv::MORPH_CLOSE, disc());
}
void outline(const cv::Mat& mask, cv::Mat& lines) {
  cv::morphologyEx(mask, lines, cv::MORPH_GRADIENT, disc());
}
void binarise(const cv::Mat& image, cv::Mat& mask) {
  cv::adaptiveThreshold(image, mask, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, 15, 3);
}

template <void (*Work)(const cv::Mat&, cv::Mat&)>
struct Operation {
  cv::Mat process(const cv::Mat& image) const {
    cv::Mat result;
    Work(image, result);
    return result;
  }
};

struct Grab {
  cv::Mat process() const {
    cv::Mat image;
    grab(image);
    return image;
  }
};

template <void (*Work)(const cv::Mat&, cv::Mat&)>
Declare<Operation<Work>> operation_named(const char* kind) {
  return {kind, "One operation of OpenCV.", inputs("image"), outputs("image")};
}

const Registered registered[] = {
    Declare<Grab>("bench_grab", "Makes pictures.", outputs("image")),
    operation_named<smooth>("bench_smooth"), operation_named<close>("bench_close"),
    operation_named<binarise>("bench_binarise"), operation_named<outline>("bench_outline")};

/// The plain loop, with nothing in it that could be left out.
class Loop {
 public:
  Loop() : thread_([this] { turn(); }) {}
  ~Loop() {
    stop_ = true;
    thread_.join();
  }
  std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }

 private:
  void turn() {
    std::array<cv::Mat, 5> images;
    while (!stop_.load(std::memory_order_relaxed)) {
      grab(images[0]);
      smooth(images[0], images[1]);
      close(images[1], images[2]);
      binarise(images[2], images[3]);
      outline(images[3], images[4]);
      done_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> done_{0};
  std::thread thread_;
};

std::vector<double> figures(const Lap& lap) { return {lap.wall_ns / 1e6, lap.cpu_ns / 1e6}; }

std::vector<double> loops(int count, milliseconds window) {
  const OnCores pinned(count);
  std::vector<std::unique_ptr<Loop>> running;
  for (int i = 0; i < count; ++i) running.push_back(std::make_unique<Loop>());
  return figures(watch(window, [&] {
    std::uint64_t sum = 0;
    for (const auto& loop : running) sum += loop->done();
    return sum;
  }));
}

std::vector<double> graph_on(int count, milliseconds window) {
  const OnCores pinned(count);
  PlanBuilder builder;
  builder.actor("source", "bench_grab");
  std::string before = "source.image";
  for (const char* name : {"smooth", "close", "binarise", "outline"}) {
    builder.actor(name, std::string("bench_") + name);
    builder.edge(before, std::string(name) + ".image");
    before = std::string(name) + ".image";
  }
  const auto graph = start(builder.plan);
  return figures(watch(window, [&] { return processed(graph->report(), "outline"); }));
}

}  // namespace

void opencv(const Effort& effort, Findings& findings) {
  cv::setNumThreads(1);
  const milliseconds window = effort.window(1500);
  Contest contest("four balanced operations on pictures of 1920 x 1080", {"ms/frame", "cpu ms"});
  contest.add("loop, one core", [=] { return loops(1, window); });
  contest.add("omma, one core", [=] { return graph_on(1, window); });
  contest.add("two loops, two cores", [=] { return loops(2, window); });
  contest.add("omma, two cores", [=] { return graph_on(2, window); });
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("opencv: time of omma / loop, one core",
                   contest.ratio("omma, one core", "loop, one core"), 1.02);
  findings.at_least("opencv: rate of omma / two loops, two cores",
                    contest.ratio("two loops, two cores", "omma, two cores"), 0.95);
}

}  // namespace omma::bench
