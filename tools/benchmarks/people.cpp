// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <opencv2/core/utility.hpp>
#include <opencv2/videoio.hpp>
#include <thread>

#include "actors/detect/people.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

const char* const video = OMMA_MEDIA "/vtest.avi";

/// Looks for people in each `step`th frame from `first` on.
void look(int frames, int first, int step) {
  cv::VideoCapture capture(video);
  actors::People people;
  people.prepare();
  cv::Mat image;
  for (int i = 0; i < frames && capture.grab(); ++i) {
    if (i % step != first) continue;
    capture.retrieve(image);
    people.process(image);
  }
}

void look_twice(int frames) {
  std::thread other([=] { look(frames, 1, 2); });
  look(frames, 0, 2);
  other.join();
}

void look_in_graph(int frames, int replicas) {
  PlanBuilder builder;
  builder.actor("video", "video").params["uri"] = std::string(video);
  builder.actor("people", "people").replicas = replicas;
  builder.actor("sink", "null");
  builder.edge("video.image", "people.image");
  builder.edge("people.regions", "sink.frames");
  RunOptions options;
  options.frames = static_cast<std::uint64_t>(frames);
  run(builder.plan, options);
}

Contest::Round timed(int frames, const std::function<void()>& work) {
  return [=] {
    const std::int64_t started = now_ns();
    const std::int64_t cpu_before = cpu_ns();
    work();
    return std::vector{static_cast<double>(now_ns() - started) / 1e6 / frames,
                       static_cast<double>(cpu_ns() - cpu_before) / 1e6 / frames};
  };
}

}  // namespace

void people(const Effort& effort, Findings& findings) {
  if (!std::filesystem::exists(video)) {
    std::printf("\npeople: left out, there is no %s; tools/setup fetches it\n", video);
    return;
  }
  cv::setNumThreads(1);
  const int frames = effort.quick ? 4 : 40;
  Contest contest("people in vtest.avi", {"ms/frame", "cpu ms"});
  contest.add("loop", timed(frames, [=] { look(frames, 0, 1); }));
  contest.add("omma", timed(frames, [=] { look_in_graph(frames, 1); }));
  contest.add("two loops side by side", timed(frames, [=] { look_twice(frames); }));
  contest.add("omma, replicas = 2", timed(frames, [=] { look_in_graph(frames, 2); }));
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_least("people: rate of omma with two replicas / two loops",
                    contest.ratio("two loops side by side", "omma, replicas = 2"), 0.95);
}

}  // namespace omma::bench
