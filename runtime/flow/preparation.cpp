// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/preparation.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <thread>

#include "runtime/base/cores.hpp"
#include "runtime/flow/node.hpp"

namespace omma::flow {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
constexpr std::size_t least_starters = 2;  // while one host waits for the disk

struct Step {
  std::size_t place = 0;  // in the graph
  const Node* node = nullptr;
  Preparation preparation;
};

/// What is done one after the other.
struct Line {
  std::vector<Step> steps;
  std::size_t next = 0;  // place of the step that is under way or comes next
};

class Start {
 public:
  explicit Start(const std::vector<std::unique_ptr<Node>>& nodes);
  Result<void> run();

 private:
  void go_through(Line& line);
  void take_lines();
  bool may_begin(Line& line, const Step& step);
  void fail_at(const Step& step, const Error& error);

  Line here_;                // in this process
  std::vector<Line> lines_;  // one for each host
  std::atomic<std::size_t> taken_{0};
  std::mutex mutex_;  // guards `next` of all lines, and what follows
  std::size_t failed_ = none;
  Error error_;
};

Start::Start(const std::vector<std::unique_ptr<Node>>& nodes) {
  std::map<const BodyHost*, std::size_t> line_of;
  std::size_t place = 0;
  for (const auto& node : nodes) {
    for (Preparation& each : node->preparations()) {
      const BodyHost* host = each.host.get();
      if (host != nullptr && line_of.emplace(host, lines_.size()).second) lines_.emplace_back();
      Line& line = host == nullptr ? here_ : lines_[line_of[host]];
      line.steps.push_back({place++, node.get(), std::move(each)});
    }
  }
}

Result<void> Start::run() {
  std::vector<std::thread> starters;
  const std::size_t most = std::max<std::size_t>(available_cores(), least_starters);
  while (starters.size() < std::min(lines_.size(), most))
    starters.emplace_back([this] { take_lines(); });
  go_through(here_);
  for (std::thread& each : starters) each.join();
  if (failed_ == none) return {};
  return tl::make_unexpected(error_);
}

void Start::take_lines() {
  for (std::size_t next = taken_++; next < lines_.size(); next = taken_++) go_through(lines_[next]);
}

void Start::go_through(Line& line) {
  for (const Step& step : line.steps) {
    if (!may_begin(line, step)) return;
    if (auto made = step.preparation.make(); !made) return fail_at(step, made.error());
  }
}

bool Start::may_begin(Line& line, const Step& step) {
  const std::lock_guard lock(mutex_);
  line.next = step.place;
  return step.place < failed_;
}

/// Nobody waits for what comes after the first that failed.
void Start::fail_at(const Step& step, const Error& error) {
  const std::lock_guard lock(mutex_);
  if (step.place >= failed_) return;
  failed_ = step.place;
  const PlannedActor& planned = step.node->planned();
  error_ = {error.code, planned.place.text() + ": actor '" + planned.name + "'", error.text()};
  for (const Line& line : lines_) {
    if (line.next > failed_) line.steps.front().preparation.host->close();
  }
}

}  // namespace

Result<void> prepare_all(const std::vector<std::unique_ptr<Node>>& nodes) {
  return Start(nodes).run();
}

}  // namespace omma::flow
