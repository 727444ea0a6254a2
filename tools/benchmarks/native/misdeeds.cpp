// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "runtime/actor.hpp"
#include "runtime/base/clock.hpp"

// A plug-in with the actors that the benchmark runs in hosts: one that answers, and one that does,
// once, what actors in C++ may do to a graph. The same in Python: ../python.

namespace omma::bench {
namespace {

/// Looks at a picture and answers with a new one, whose memory it takes but does not fill.
struct Answer {
  cv::Mat process(const cv::Mat& image) const {
    static_cast<void>(*static_cast<const volatile uchar*>(image.data));
    return cv::Mat(image.size(), image.type());
  }
};

/// Passes frames on; misbehaves at the first one after `how` was set.
struct Tool {
  Frame process(const Frame& frame);

  /// Writes down when it happens, the process, and those that it leaves behind.
  void note(const std::vector<pid_t>& left = {}) const {
    std::ofstream file(marker + ".new");
    file << now_ns() << ' ' << getpid();
    for (const pid_t each : left) file << ' ' << each;
    file.close();
    std::filesystem::rename(marker + ".new", marker);
  }

  std::string how = "nothing";
  std::string marker;
  std::int64_t lines = 1'000'000;
  std::vector<Frame> kept;
};

void spin(std::chrono::microseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

/// A child that waits for ever, in a session of its own.
pid_t leave_child() {
  const pid_t child = fork();
  if (child != 0) return child;
  setsid();
  for (;;) pause();
}

void error(Tool& tool, const Frame&) {
  tool.note();
  throw std::runtime_error("bad frame");
}

void loop(Tool& tool, const Frame&) {
  tool.note();
  for (;;) spin(std::chrono::hours(1));
}

void sleep(Tool& tool, const Frame&) {
  tool.note();
  std::this_thread::sleep_for(std::chrono::hours(1));
}

void crash(Tool& tool, const Frame&) {
  tool.note();
  *static_cast<volatile int*>(nullptr) = 1;
}

void leave(Tool& tool, const Frame&) {
  tool.note();
  _exit(3);
}

void stop(Tool& tool, const Frame&) {
  tool.note();
  raise(SIGSTOP);
}

void leave_children(Tool& tool, const Frame&) {
  tool.note({leave_child(), leave_child()});
  _exit(3);
}

/// 64 MB more than before.
void leak(Tool& tool, const Frame&) {
  static std::vector<std::vector<char>> ballast;
  ballast.emplace_back(64 << 20, '\1');
  tool.note();
}

void chatter(Tool& tool, const Frame&) {
  tool.note();
  for (std::int64_t i = 0; i < tool.lines; ++i) std::printf("line %ld\n", static_cast<long>(i));
}

void keep(Tool& tool, const Frame& frame) {
  tool.note();
  tool.kept.push_back(frame);
}

/// What happens comes from outside.
void harmless(Tool& tool, const Frame&) { tool.note(); }

Frame Tool::process(const Frame& frame) {
  static const std::map<std::string, void (*)(Tool&, const Frame&)> misdeeds{
      {"error", error},      {"loop", loop},
      {"sleep", sleep},      {"crash", crash},
      {"leave", leave},      {"stop", stop},
      {"leak", leak},        {"leave_children", leave_children},
      {"keep", keep},        {"chatter", chatter},
      {"harmless", harmless}};
  if (how == "work") spin(std::chrono::milliseconds(1));
  const auto misdeed = misdeeds.find(how);
  if (misdeed != misdeeds.end() && access(marker.c_str(), F_OK) != 0) misdeed->second(*this, frame);
  return frame;
}

const Registered registered[] = {
    Declare<Answer>("bench_answer", "Answers with a new picture.", inputs("image"),
                    outputs("image")),
    Declare<Tool>("bench_tool", "Passes frames on, and misbehaves once.", inputs("frame"),
                  outputs("frame"))
        .param("how", &Tool::how, "the misdeed; `work`: none, but each step takes 1 ms")
        .param("marker", &Tool::marker, "the file that remembers that it was done")
        .param("lines", &Tool::lines, "that `chatter` prints")};

}  // namespace
}  // namespace omma::bench
