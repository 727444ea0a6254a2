// SPDX-License-Identifier: Apache-2.0
#include "tests/support/hosts.hpp"

#include "runtime/actor.hpp"
#include "runtime/hosts/python_kinds.hpp"

namespace omma::testing {
namespace {

std::mutex arrived_mutex;
std::vector<Frame> arrived_frames;

/// Keeps what reaches it.
struct Arrive {
  void process(const Frame& frame) const {
    const std::lock_guard lock(arrived_mutex);
    arrived_frames.push_back(frame);
  }
};
const Registered arrive = Declare<Arrive>("test_arrive", "Keeps frames.", inputs("frame"));

/// Grey pictures; all pixels of one are its number.
struct Numbered {
  cv::Mat process() { return cv::Mat(48, 64, CV_8U, cv::Scalar(next++ % 256)); }
  int next = 0;
};
const Registered numbered = Declare<Numbered>("test_numbered", "Numbered.", outputs("image"));

}  // namespace

std::string python(const std::string& name, const std::string& file) {
  std::string kind = std::string(OMMA_TEST_SCRIPTS) + "/" + file + ".py:" + name;
  const auto added = hosts::add_python_kind(Registry::global(), PlannedHost(), kind);
  if (!added) ADD_FAILURE() << added.error().text();
  return kind;
}

HostTest::HostTest() : arrived(arrived_frames) {}
HostTest::~HostTest() {
  arrived.clear();
  graph.reset();  // it speaks until it is gone
}

PlanBuilder HostTest::through(const std::string& kind, const PlannedHost& host) {
  PlanBuilder plan;
  plan.actor("source", "test_numbered").actor("tool", python(kind));
  plan.plan.hosts.push_back(host);
  plan.plan.hosts.back().name = "host";
  plan.plan.actors.back().host = 0;
  plan.edge("source.image", "tool." + input_of(kind));
  return plan;
}

std::string HostTest::input_of(const std::string& kind) {
  return Registry::global().find(python(kind))->contract.inputs[0].name;
}
std::string HostTest::output_of(const std::string& kind) {
  return Registry::global().find(python(kind))->contract.outputs[0].name;
}

void HostTest::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  said_ += text + "\n";
}

Report HostTest::run(PlanBuilder plan, const std::string& last, std::uint64_t count) {
  if (!last.empty()) plan.actor("end", "test_arrive").edge(last, "end.frame");
  arrived.clear();
  graph.reset();
  said_.clear();
  forget();
  RunOptions options = frames(count);
  options.events = [this](const Event& event) {
    if (hears) hears(event);
    note(event.line());
  };
  auto made = Graph::create(plan.plan, options);
  if (!made) {
    note(made.error().text());
    return {};
  }
  graph = std::move(*made);
  graph->start();
  while (during && !graph->wait_for(std::chrono::milliseconds(1))) during(*graph);
  graph->wait();
  return graph->report();
}

Report HostTest::run_through(const std::string& kind, std::uint64_t count,
                             const PlannedHost& host) {
  return run(through(kind, host), "tool." + output_of(kind), count);
}

Report HostTest::misbehave(const std::string& how, const std::string& marker,
                           const PlannedHost& host) {
  PlanBuilder plan = through("misbehave", host);
  plan.param("how", how).on_error(OnError::skip);
  if (!marker.empty()) plan.param("marker", marker);
  return run(plan, "tool.image", 40);
}

std::vector<std::uint64_t> HostTest::came() const {
  std::vector<std::uint64_t> list;
  for (const Frame& frame : arrived) list.push_back(frame.sequence());
  return list;
}

std::string HostTest::said() const {
  const std::lock_guard lock(mutex_);
  return said_;
}

std::vector<std::uint64_t> all_but(std::uint64_t end, std::uint64_t missing) {
  auto list = sequences(0, end);
  std::erase(list, missing);
  return list;
}

int pixel(const Frame& frame) { return frame.mat().at<uchar>(0, 0); }

}  // namespace omma::testing
