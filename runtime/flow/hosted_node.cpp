// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/hosted_node.hpp"

#include <algorithm>

#include "runtime/flow/inline_worker.hpp"
#include "runtime/flow/worker_body.hpp"

namespace omma::flow {
namespace {
constexpr std::size_t cells_per_replica = 2;  // one under way, one ready for when that is done
}  // namespace

// ---- one copy

HostedReplica::HostedReplica(HostedNode& node, int replica)
    : node_(node), replica_(replica), self_(node.self()) {
  self_.replaced = [this] { stats_.restarts.fetch_add(1, std::memory_order_relaxed); };
}

HostedReplica::~HostedReplica() { stop(); }

void HostedReplica::stop() {
  if (body_ != nullptr) body_->interrupt();
  if (thread_.joinable()) thread_.join();
}

Result<void> HostedReplica::prepare() {
  if (body_ != nullptr) return body_->renew(), Result<void>();
  return guarded([this]() -> Result<void> {
    auto made = node_.make_body(replica_, self_);
    body_.reset(static_cast<RemoteBody*>(made.release()));
    return set_up(*body_, node_.kind().contract, node_.planned().params);
  });
}

std::shared_ptr<BodyHost> HostedReplica::host() const { return node_.body_host(replica_); }

void HostedReplica::start(caf::actor_system& system) {
  if (!thread_.joinable()) thread_ = std::thread([this, &system] { loop(system); });
}

std::size_t HostedReplica::under_way() const {
  const std::lock_guard lock(mutex_);
  return under_way_.size();
}

void HostedReplica::begin(Cell& cell) {
  {
    const std::lock_guard lock(mutex_);
    if (under_way_.empty()) front_since_ns_ = now_ns();
    under_way_.push_back(&cell);
    stats_.in_step.store(true, std::memory_order_relaxed);
  }
  auto begun = cell.faulty ? injected_fault() : body_->begin(cell.set.frames);
  if (begun) return;
  {
    const std::lock_guard lock(mutex_);
    under_way_.pop_back();
    stats_.in_step.store(!under_way_.empty(), std::memory_order_relaxed);
  }
  close(cell, std::move(begun));
}

void HostedReplica::close(Cell& cell, Result<void>&& done) {
  if (!done) {
    stats_.errors.fetch_add(1, std::memory_order_relaxed);
    cell.error = done.error();
  }
  cell.done.store(true, std::memory_order_release);
  node_.signal();
}

/// False when nothing more is to come.
bool HostedReplica::collect() {
  outputs_.clear();
  auto done = body_->collect(self_, outputs_);
  stats_.note_copies();
  if (outputs_.end || (!done && done.error().code == Code::stopped)) return false;
  Cell* cell = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (under_way_.empty()) return false;  // its end went wrong
    cell = under_way_.front();
    under_way_.pop_front();
    const std::int64_t now = now_ns();
    const std::int64_t took = now - std::exchange(front_since_ns_, now);
    stats_.processed.fetch_add(1, std::memory_order_relaxed);
    stats_.busy_ns.fetch_add(took, std::memory_order_relaxed);
    stats_.durations.add(took, 1);
    stats_.in_step.store(!under_way_.empty(), std::memory_order_relaxed);
  }
  std::swap(cell->outputs, outputs_);
  close(*cell, std::move(done));
  return true;
}

void HostedReplica::loop(caf::actor_system& system) {
  pthread_setname_np(pthread_self(), "omma.remote");
  InlineWorker line(system);
  while (collect()) line.run();
  ended_.store(true, std::memory_order_release);
  node_.signal();
}

// ---- node

HostedNode::HostedNode(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : WindowedNode(planned, kind, shared,
                   static_cast<std::size_t>(planned.replicas) * cells_per_replica) {
  for (int i = 0; i < planned.replicas; ++i)
    replicas_.push_back(std::make_unique<HostedReplica>(*this, i));
}

Result<void> HostedNode::prepare() {
  for (const auto& replica : replicas_) {
    if (auto prepared = replica->prepare(); !prepared) return prepared;
  }
  return {};
}

std::vector<Preparation> HostedNode::preparations() {
  std::vector<Preparation> list;
  for (const auto& replica : replicas_)
    list.push_back({replica->host(), [copy = replica.get()] { return copy->prepare(); }});
  return list;
}

void HostedNode::start(caf::actor_system& system) {
  for (const auto& replica : replicas_) replica->start(system);
}

/// To the copy that has the least to do.
void HostedNode::dispatch(Cell& cell) {
  const auto least = std::min_element(
      replicas_.begin(), replicas_.end(),
      [](const auto& one, const auto& other) { return one->under_way() < other->under_way(); });
  (*least)->begin(cell);
}

bool HostedNode::fatal(const Error&) { return planned_.on_error != OnError::skip; }

Task::Turn HostedNode::run() {
  const Turn turn = take_turn();
  tell_neighbours();
  return turn;
}

/// The actors end first; what goes wrong then is told.
Task::Turn HostedNode::end() {
  if (!std::exchange(closing_, true)) {
    for (const auto& replica : replicas_) replica->body().begin_end();
  }
  const bool ended = std::all_of(replicas_.begin(), replicas_.end(),
                                 [](const auto& replica) { return replica->ended(); });
  return ended ? finish() : Turn::idle;
}

void HostedNode::halt() {
  for (const auto& replica : replicas_) replica->body().interrupt();
  signal();
}

void HostedNode::abandon() {
  for (const auto& replica : replicas_) replica->body().interrupt();
  WindowedNode::abandon();
}

void HostedNode::release_threads() {
  for (const auto& replica : replicas_) replica->stop();
}

Node::Summary HostedNode::summary() const {
  Summary sum;
  for (const auto& replica : replicas_) sum.add(summarise(replica->stats()));
  return sum;
}

// ---- parameters

/// Before the start nobody collects.
Result<Settings> HostedNode::configure(std::size_t copy,
                                       const std::map<std::string, Value>& wanted) {
  RemoteBody& body = replicas_[copy]->body();
  auto settings = shared_.started ? body.configure(wanted) : body.configure_here(wanted);
  if (!settings && settings.error().code == Code::stopped) return has_ended();
  return settings;
}

Result<Value> HostedNode::set(const std::string& param, const Value& value) {
  const auto before = [&]() -> Result<Value> {
    const auto now = this->value(param);
    if (!now) return tl::make_unexpected(now.error());
    return now->value_or(value);
  };
  return set_copies(value, before, [&](std::size_t copy, const Value& wanted) -> Result<Value> {
    const auto settings = configure(copy, {{param, wanted}});
    if (!settings) return tl::make_unexpected(settings.error());
    const auto in_force = settings->values.find(param);
    return in_force != settings->values.end() ? in_force->second : wanted;
  });
}

Result<std::vector<Param>> HostedNode::params() {
  auto settings = configure(0, {});
  if (!settings) return tl::make_unexpected(settings.error());
  return std::move(settings->params);
}

Result<std::optional<Value>> HostedNode::value(const std::string& param) {
  const auto settings = configure(0, {});
  if (!settings) return tl::make_unexpected(settings.error());
  const auto found = settings->values.find(param);
  return found != settings->values.end() ? std::optional(found->second) : std::nullopt;
}

}  // namespace omma::flow
