// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/fault.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "runtime/actor.hpp"
#include "runtime/hosts/kin.hpp"
#include "tools/benchmarks/journeys.hpp"
#include "tools/benchmarks/must.hpp"
#include "tools/benchmarks/witness.hpp"

namespace omma::bench {
namespace {

constexpr milliseconds patience{60'000};
constexpr int fault_memory_mb = 64;

/// Small pictures at a fixed rate; what was late is caught up with.
struct Strobe {
  cv::Mat process() {
    ticker.await();
    return cv::Mat(480, 640, CV_8U);
  }

  Ticker ticker{fault_rate};
};
const Registered strobe =
    Declare<Strobe>("bench_strobe", "Makes pictures at 200 Hz.", outputs("frames"));

/// What omma says, and when. Thread-safe.
class Chronicle {
 public:
  void note(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (lines_.size() < most) lines_.push_back({now_ns(), text});
  }

  /// When something with these words was said first after that time; 0 when it was not.
  std::int64_t first(const std::string& words, std::int64_t since_ns) const {
    const std::lock_guard lock(mutex_);
    for (const Line& line : lines_) {
      if (line.ns >= since_ns && line.text.find(words) != std::string::npos) return line.ns;
    }
    return 0;
  }

 private:
  static constexpr std::size_t most = 1000;
  struct Line {
    std::int64_t ns;
    std::string text;
  };
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

/// What the actor wrote down when it began to misbehave.
struct Deed {
  std::int64_t ns = 0;
  pid_t host = 0;
  std::vector<pid_t> left;  ///< processes that it left behind
};

Deed read_deed(const std::filesystem::path& marker) {
  std::ifstream file(marker);
  Deed deed;
  file >> deed.ns >> deed.host;
  for (pid_t each = 0; file >> each;) deed.left.push_back(each);
  std::sort(deed.left.begin(), deed.left.end());
  deed.left.erase(std::unique(deed.left.begin(), deed.left.end()), deed.left.end());
  return deed;
}

void await(const std::string& what, const std::function<bool()>& come) {
  for (const std::int64_t start = now_ns(); !come(); std::this_thread::sleep_for(milliseconds(1))) {
    if (now_ns() - start > std::chrono::nanoseconds(patience).count())
      throw std::runtime_error("faults: waited in vain for " + what);
  }
}

bool arrived_after(std::int64_t ns) {
  const std::vector<Arrival> arrivals = witness.arrivals();
  return !arrivals.empty() && arrivals.back().ns > ns;
}

Plan plan_of(const Fault& fault, const FaultRun& run, const std::string& marker) {
  PlannedHost host;
  host.spare = run.spare;
  if (fault.kind == Fault::Kind::hang) host.deadline_ms = fault_deadline_ms;
  if (fault.kind == Fault::Kind::harmless) host.deadline_ms = static_cast<int>(patience.count());
  if (fault.kind == Fault::Kind::leak) host.memory_mb = fault_memory_mb;
  PlanBuilder builder = tool_plan(run.kind, host);
  builder.plan.actors[1].params = {{"marker", marker}, {"lines", run.lines}};
  return builder.plan;
}

/// Returns when frames flow again.
Deed misbehave(const Fault& fault, const FaultRun& run, Graph& graph, const Chronicle& said) {
  const auto marker = run.folder / "marker";
  std::this_thread::sleep_for(run.settled);
  must(graph.set("tool", "how", std::string(fault.how)));
  await("the misdeed", [&] { return std::filesystem::exists(marker); });
  Deed deed = read_deed(marker);
  if (fault.from_outside != nullptr) {
    deed.ns = now_ns();
    fault.from_outside({run.folder / "misdeeds.py", deed.host});
  }
  if (fault.sign != nullptr)
    await(fault.sign, [&] { return said.first(fault.sign, deed.ns) != 0; });
  const std::int64_t over = fault.sign != nullptr ? said.first(fault.sign, deed.ns) : deed.ns;
  await("the next frame", [&] { return arrived_after(over); });
  std::this_thread::sleep_for(run.afterwards);
  return deed;
}

double noticed_ms(const Fault& fault, const Deed& deed, const Chronicle& said) {
  if (fault.sign == nullptr) return NAN;
  const double after = ms(said.first("", deed.ns) - deed.ns);
  return fault.kind == Fault::Kind::hang ? after - fault_deadline_ms : after;
}

/// From the moment when the next process was to take over to the next frame.
double again_ms(const Deed& deed, const Chronicle& said, const std::vector<Arrival>& arrivals) {
  const std::int64_t over = said.first("takes ", deed.ns);
  const auto next = std::find_if(arrivals.begin(), arrivals.end(),
                                 [&](const Arrival& arrival) { return arrival.ns > over; });
  return over == 0 || next == arrivals.end() ? NAN : ms(next->ns - over);
}

}  // namespace

bool alive(pid_t process) {
  const char state = hosts::process_state(process);
  return state != '\0' && state != 'Z';
}

PlanBuilder tool_plan(const std::string& kind, const PlannedHost& host) {
  PlanBuilder builder;
  builder.plan.hosts.push_back(host);
  builder.actor("source", "bench_strobe");
  PlannedActor& tool = builder.actor("tool", kind);
  tool.host = 0;
  tool.on_error = OnError::skip;
  builder.actor("sink", "bench_witness");
  builder.edge("source.frames", "tool.frame");
  builder.edge("tool.frame", "sink.frames");
  return builder;
}

const std::vector<std::string>& fault_columns() {
  static const std::vector<std::string> names = {
      "noticed ms", "again ms", "outage ms", "lost", "twice", "swapped", "left", "unbalanced"};
  return names;
}

std::vector<double> run_fault(const Fault& fault, const FaultRun& run) {
  const auto marker = run.folder / "marker";
  std::filesystem::remove(marker);
  witness.forget();
  Chronicle said;
  RunOptions options;
  options.events = [&](const Event& event) { said.note(event.line()); };
  const auto graph = must(Graph::create(plan_of(fault, run, marker), options));
  graph->start();
  const Deed deed = misbehave(fault, run, *graph, said);
  graph->drain();
  graph->wait();
  const Report report = graph->report();
  const std::vector<Arrival> arrivals = witness.arrivals();
  const Irregularities wrong = irregularities(arrivals, report.edges.front().offered);
  const auto left = std::count_if(deed.left.begin(), deed.left.end(), alive);
  return {noticed_ms(fault, deed, said),
          again_ms(deed, said, arrivals),
          ms(longest_gap_ns(arrivals, deed.ns)) - 1000 / fault_rate,
          static_cast<double>(wrong.lost),
          static_cast<double>(wrong.twice),
          static_cast<double>(wrong.swapped),
          static_cast<double>(left),
          report.balanced ? 0.0 : 1.0};
}

}  // namespace omma::bench
