// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/node.hpp"

namespace omma::flow {
const Frame& first_of(const InputSet& set) {
  static const Frame none;
  for (const Frame& frame : set.frames) {
    if (frame) return frame;
  }
  return none;
}

// ---- what all nodes have

Node::Node(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : planned_(planned),
      kind_(kind),
      shared_(shared),
      outlets(kind.contract.outputs.size(), *this, flags_) {
  for (const Port& port : kind.contract.inputs) inlets.push_back({nullptr, port.optional});
}

void Node::connected() {
  outlets.connected();
  if (inlets.empty()) return;
  joiner_ = make_joiner(planned_.join, inlets);
  single_ = dynamic_cast<OneInlet*>(joiner_.get());
  has_deadlines_ = inlets.size() > 1 && planned_.join.rule == JoinRule::nearest;
}

Self Node::self() const {
  Self self;
  self.name = planned_.name;
  self.slab = shared_.slab;
  self.events = [this](Event event) {
    if (event.actor.empty()) event.actor = planned_.name;
    shared_.events(event);
  };
  self.stopping = [halt = &shared_.halt] { return halt->load(std::memory_order_relaxed); };
  return self;
}

void Node::report(const Error& error, const Frame& frame) {
  Event event = event_of(Event::Kind::error, planned_.name, error.what);
  if (frame) {
    const Identity identity = frame.identity();
    event.frame = {std::string(identity.source), identity.sequence};
  }
  error_ = {error.code, {}, event.line()};
  shared_.events(event);
}

void Node::show_step(Sighting::What what, const Frame& frame, std::uint64_t sequence) {
  steps_.show(what, frame, sequence);
  steps_.notify();
}

void Node::observe_steps(std::shared_ptr<Observer> observer) {
  const std::lock_guard lock(observe_mutex_);
  steps_.attach(std::move(observer), outlets.gate());
  flags_.set(NodeFlags::steps_observed, true);
}

bool Node::forget_steps(const Observer& observer) {
  const std::lock_guard lock(observe_mutex_);
  const bool found = steps_.detach(observer);
  flags_.set(NodeFlags::steps_observed, steps_.any());
  return found;
}

void Node::end_observation() {
  steps_.show_end();
  outlets.end_observation();
}

void Node::refuse(Edge::Refusal refusal) {
  for (const Inlet& inlet : inlets) {
    if (inlet.edge != nullptr) inlet.edge->refuse(refusal);
  }
}

void Node::abandon() {
  refuse(Edge::Refusal::lose);
  outlets.give_up();
  outlets.close();
}

void Node::Summary::add(const Summary& copy) {
  processed += copy.processed;
  errors += copy.errors;
  restarts += copy.restarts;
  copied_pixels += copy.copied_pixels;
  missed += copy.missed;
  busy_ns += copy.busy_ns;
  in_step += copy.in_step;
  step_ns = std::max(step_ns, copy.step_ns);
  p50_ns = std::max(p50_ns, copy.p50_ns);
  p99_ns = std::max(p99_ns, copy.p99_ns);
}

Node::Summary Node::summarise(const Stats& stats) {
  return {stats.processed.load(),
          stats.errors.load(),
          stats.restarts.load(),
          stats.copied_pixels.load(),
          0,
          stats.busy_ns.load(),
          stats.durations.quantile(0.5),
          stats.durations.quantile(0.99),
          stats.in_step.load() ? 1 : 0,
          stats.step_ns()};
}

// ---- the node that steps by itself

InlineNode::InlineNode(const PlannedActor& planned, const Kind& kind, Shared& shared)
    : SingleNode(planned, kind, shared), set_(inlets.size()), body_(*this, 0) {
  body_.step_with(set_.frames);
}

/// False when the actor has to end.
inline bool InlineNode::step() {
  const std::uint64_t sequence = outlets.tells_gaps() ? first_of(set_).sequence() : 0;
  const auto done = steps_observed() ? observed_step() : body_.step(set_.frames, outputs_);
  if (!done) {
    report(done.error(), first_of(set_));
    outputs_.clear();
    lose(set_, inlets);
    outlets.pass(sequence);
    return planned_.on_error == OnError::skip;
  }
  deliver(set_);
  emit(outputs_, sequence);
  return true;
}

/// While somebody looks at the steps, who may have one fail.
[[gnu::noinline]] Result<void> InlineNode::observed_step() {
  const std::uint64_t sequence = first_of(set_).sequence();
  show_step(Sighting::What::begun, first_of(set_), sequence);
  auto done = faulty(first_of(set_)) ? body_.failed_step() : body_.step(set_.frames, outputs_);
  show_step(done ? Sighting::What::done : Sighting::What::lost, {}, sequence);
  return done;
}

inline Task::Turn InlineNode::take_turn() {
  body_.serve();
  for (int left = body_.steps_per_turn(); left > 0; --left) {
    if (shared_.halt.load(std::memory_order_relaxed)) return outlets.close(), Turn::finished;
    if (!outlets.flush()) return Turn::idle;
    if (finishing_) return finish();
    switch (next(set_)) {
      case Joiner::Found::set:
        if (!step()) return Turn::failed;
        break;
      case Joiner::Found::nothing: return rest();
      case Joiner::Found::end: finishing_ = true; break;
    }
  }
  return Turn::more;
}

Task::Turn InlineNode::run() {
  const WorkerBody::AtWork here(body_);
  const Turn turn = take_turn();
  tell_neighbours();
  return turn;
}

Task::Turn InlineNode::rest() {
  if (outlets.tells_gaps() && joiner_->passed() >= 0)
    outlets.pass(static_cast<std::uint64_t>(joiner_->passed()));
  return Turn::idle;
}

Task::Turn InlineNode::finish() {
  if (auto done = body_.finish(outputs_); !done) {
    report(done.error(), Frame());
    return Turn::failed;
  }
  refuse(Edge::Refusal::drop);
  outlets.close();
  return Turn::finished;
}

}  // namespace omma::flow
