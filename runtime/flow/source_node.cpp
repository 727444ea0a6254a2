// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/source_node.hpp"

#include <limits>

#include "runtime/base/activity.hpp"
#include "runtime/flow/inline_worker.hpp"

namespace omma::flow {
namespace {
constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();
}  // namespace

SourceNode::SourceNode(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : SingleNode(planned, kind, shared),
      body_(*this, 0),
      host_(body_host()),
      numbering_(planned.name) {
  body_.self().stopping = [this] { return stopping(); };
}

SourceNode::~SourceNode() {
  if (thread_.joinable()) thread_.join();
}

Result<void> SourceNode::prepare() {
  if (thread_.joinable()) thread_.join();  // of the failed instance; it has ended
  return body_.make();
}

std::vector<Preparation> SourceNode::preparations() {
  return {{host_, [this] { return prepare(); }}};
}

/// The step that finds the end is none that made a frame.
Node::Summary SourceNode::summary() const {
  Summary summary = summarise(body_.stats());
  summary.processed = sent_.load(std::memory_order_relaxed);
  summary.missed = missed_.load(std::memory_order_relaxed);
  return summary;
}

void SourceNode::start(caf::actor_system& system) {
  outcome_ = Turn::idle;
  thread_ = std::thread([this, &system] { loop(system); });
}

void SourceNode::drain() {
  draining_ = true;
  if (!body_.drain()) stop_ = true;
  wake();
}

/// Also out of a step that waits for a frame.
void SourceNode::wake() {
  body_.wake();
  signal();
}

void SourceNode::signal() {
  {
    const std::lock_guard lock(mutex_);
    signalled_ = true;
  }
  wake_.notify_one();
}

Task::Turn SourceNode::run() { return outcome_.load(std::memory_order_acquire); }

bool SourceNode::stopping() const {
  return stop_.load(std::memory_order_relaxed) || shared_.halt.load(std::memory_order_relaxed);
}

/// Until somebody signals, or until this time (steady clock).
void SourceNode::await(std::int64_t until_ns) {
  std::unique_lock lock(mutex_);
  const auto signalled = [this] { return signalled_; };
  if (until_ns == for_ever) {
    wake_.wait(lock, signalled);
  } else {
    const std::chrono::steady_clock::time_point until{std::chrono::nanoseconds(until_ns)};
    wake_.wait_until(lock, until, signalled);
  }
  signalled_ = false;
  lock.unlock();
  body_.serve();
}

void SourceNode::loop(caf::actor_system& system) {
  const Turn outcome = produce_in_line(system);
  outcome_.store(outcome, std::memory_order_release);
  schedule_turn();  // not in line: whoever handles the end may have to join this thread
}

/// Consumers that can run on this thread do; before each wait, or nobody would run them.
Task::Turn SourceNode::produce_in_line(caf::actor_system& system) {
  InlineWorker line(system);
  line_ = &line;
  const Turn outcome = finish(produce());
  line_ = nullptr;
  return outcome;
}

Task::Turn SourceNode::produce() {
  while (!stopping() && wait_for_room()) {
    body_.serve();
    if (!flushed()) continue;
    if (!step()) return Turn::failed;
    if (outputs_.end) break;
    if (outputs_.passed && outlets.tells_gaps()) outlets.pass(*outputs_.passed);
    if (!outputs_.sent.empty() && !send()) break;
    line_->run();
    if (sent_ == shared_.frames && sent_ != 0) break;
  }
  return Turn::finished;
}

/// False when it was stopped before the frame was due.
bool SourceNode::send() {
  if (!hold_until_due()) return false;
  const Numbering::Gap& gap = numbering_.gap();
  if (gap.count != 0 && outlets.tells_gaps()) outlets.pass(gap.first + gap.count - 1);
  body_.self().sequence = numbering_.next();
  missed_.store(numbering_.missed(), std::memory_order_relaxed);
  ++sent_;
  outlets.send(outputs_);
  outlets.notify();
  return true;
}

/// False when the source has to end with an error.
bool SourceNode::step() {
  outputs_.clear();
  const WorkerBody::AtWork here(body_);
  auto done = body_.step({}, outputs_);
  if (done) done = numbering_.take(outputs_);
  if (done) return true;
  if (done.error().code == Code::interrupted) return outputs_.clear(), true;
  outputs_.end = done.error().code == Code::stopped;
  if (outputs_.end) return true;
  report(done.error(), Frame());
  outputs_.clear();
  // It is gone, or would be at the same frame again.
  outputs_.end = done.error().code == Code::unavailable || done.error().code == Code::quarantined;
  return planned_.on_error == OnError::skip;
}

/// Frames are sent at the pace that their source asks for. False when it was stopped meanwhile.
bool SourceNode::hold_until_due() {
  if (!outputs_.due_ns) return true;
  const std::int64_t due = *outputs_.due_ns;
  if (first_due_ns_ < 0) first_due_ns_ = now_ns() - due;
  while (!stopping() && now_ns() < first_due_ns_ + due) await(first_due_ns_ + due);
  return !stopping();
}

/// Nothing is aside; else waits until a consumer has made room.
bool SourceNode::flushed() {
  const bool all = outlets.flush();
  outlets.notify();
  line_->run();
  if (all) return true;
  await(for_ever);
  return false;
}

/// While frame memory is crowded no new frame enters the graph.
bool SourceNode::wait_for_room() {
  const auto ending = [this] { return stopping() || draining_.load(std::memory_order_relaxed); };
  for (; shared_.slab->crowded() && !ending(); body_.serve()) shared_.slab->await_room();
  if (host_ == nullptr) return !stopping();
  if (const auto outputs = host_->outputs()) wait_for_room(*outputs);
  return !stopping();
}

/// Those that share its host may need the rest to finish, unless nobody is at work.
void SourceNode::wait_for_room(Slab& outputs) {
  constexpr std::chrono::milliseconds at_rest{200};
  Patience patience({shared_.activity, false}, at_rest);
  while (outputs.crowded() && !stopping() && patience.lasts()) outputs.await_room();
}

Task::Turn SourceNode::finish(Turn turn) {
  if (turn == Turn::failed) return turn;
  while (!shared_.halt.load(std::memory_order_relaxed) && !flushed()) {
  }
  if (auto done = body_.finish(outputs_); !done) {
    report(done.error(), Frame());
    return Turn::failed;
  }
  outlets.close();
  return Turn::finished;
}

}  // namespace omma::flow
