// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <cassert>

#include "runtime/base/activity.hpp"
#include "runtime/base/cores.hpp"
#include "runtime/base/listed.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/flow/hosted_node.hpp"
#include "runtime/flow/scheduler.hpp"
#include "runtime/flow/source_node.hpp"
#include "runtime/graph/graph_state.hpp"
#include "runtime/hosts/process_spawner.hpp"

namespace omma {

using flow::Edge;
using flow::Node;

namespace {

std::unique_ptr<Node> make_node(const PlannedActor& planned, const Kind& kind,
                                flow::Shared& shared) {
  if (kind.contract.source()) return std::make_unique<flow::SourceNode>(planned, kind, shared);
  if (in_host(planned, kind)) return std::make_unique<flow::HostedNode>(planned, kind, shared);
  if (planned.replicas > 1) return std::make_unique<flow::ReplicatedNode>(planned, kind, shared);
  return std::make_unique<flow::InlineNode>(planned, kind, shared);
}

std::unique_ptr<caf::actor_system_config> configure(const RunOptions& options) {
  auto config = std::make_unique<caf::actor_system_config>();
  const std::size_t threads = options.threads != 0 ? options.threads : available_cores();
  config->set("scheduler.max-threads", threads);
  config->set("scheduler.policy", caf::atom("sharing"));
  if (options.own_scheduler) config->load<flow::Scheduler>();
  return config;
}

ActorReport actor_report(const Node& node) {
  const Node::Summary summary = node.summary();
  ActorReport report;
  report.name = node.planned().name;
  report.kind = node.planned().kind;
  report.replicas = node.planned().replicas;
  report.processed = summary.processed;
  report.errors = summary.errors;
  report.restarts = summary.restarts;
  report.copied_pixels = summary.copied_pixels;
  report.missed = summary.missed;
  report.busy_us = static_cast<double>(summary.busy_ns) / 1e3;
  report.in_step = summary.in_step;
  report.hosted = in_host(node.planned(), node.kind());
  report.source = node.kind().contract.source();
  report.step_s = summary.in_step > 0 ? static_cast<double>(summary.step_ns) * 1e-9 : 0;
  report.p50_us = summary.p50_ns / 1e3;
  report.p99_us = summary.p99_ns / 1e3;
  return report;
}

}  // namespace

Result<void> Graph::State::add_nodes() {
  for (const PlannedActor& planned : plan.actors) {
    const Kind* kind = Registry::global().find(planned.kind);
    if (kind == nullptr)
      return fail(Code::not_found, "no kind '" + planned.kind + "'", planned.place.text());
    nodes.push_back(make_node(planned, *kind, shared));
    nodes.back()->depth = plan.facts->depth[nodes.size() - 1];
  }
  return {};
}

Result<void> Graph::State::add_edge(const PlannedEdge& planned, bool gaps) {
  Node& from = *nodes[planned.from];
  Node& to = *nodes[planned.to];
  const std::vector<Port>& outputs = from.kind().contract.outputs;
  const std::vector<Port>& inputs = to.kind().contract.inputs;
  const std::size_t output = index_of(outputs, planned.from_port);
  const std::size_t input = index_of(inputs, planned.to_port);
  const std::string name = edge_name(plan, planned);
  if (output == outputs.size() || input == inputs.size()) {
    return fail(Code::not_found,
                "no such ports: '" + name + "'; outputs of '" + from.planned().name +
                    "': " + listed(names_of(outputs)) + "; inputs of '" + to.planned().name +
                    "': " + listed(names_of(inputs)),
                planned.place.text());
  }
  auto edge =
      std::make_unique<Edge>(name, planned.when_full, static_cast<std::size_t>(planned.queue));
  edge->producer = &from;
  edge->consumer = &to;
  edge->gaps = gaps;
  from.outlets.connect(output, *edge);
  to.inlets[input].edge = edge.get();
  edges.push_back(std::move(edge));
  return {};
}

Result<void> Graph::State::add_edges() {
  for (std::size_t i = 0; i < plan.edges.size(); ++i) {
    if (auto added = add_edge(plan.edges[i], plan.facts->gaps[i]); !added) return added;
  }
  return {};
}

/// Every actor has ended. Frames that were offered while their consumer was ending are in its edge
/// still; those who look or push learn that the run is over.
void Graph::State::settle() {
  for (const auto& edge : edges) edge->sweep();
  for (const auto& node : nodes) node->end_observation();
  bodies->close_feeds();
  ended_ns = now_ns();
}

Graph::Graph(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Graph>> Graph::create(const Plan& plan, const RunOptions& options) {
  auto state = std::make_unique<State>();
  state->plan = plan;
  if (!plan.facts) state->plan.facts = facts_of(plan);
  assert(state->plan.facts->gaps.size() == plan.edges.size());
  assert(state->plan.facts->depth.size() == plan.actors.size());
  state->options = options;
  auto slab = Slab::create(plan.slab_bytes != 0 ? plan.slab_bytes : Slab::default_ceiling);
  if (!slab) return tl::make_unexpected(slab.error());
  state->slab = std::move(*slab);
  state->shared.slab = state->slab.get();
  state->shared.frames = options.frames;
  state->shared.events = options.events ? options.events : [](const Event&) {};
  state->bodies.emplace(state->plan, state->options, state->activity, state->slab->ceiling());
  state->shared.bodies = &*state->bodies;
  state->shared.activity = &state->activity;
  if (auto added = state->add_nodes(); !added) return tl::make_unexpected(added.error());
  if (auto added = state->add_edges(); !added) return tl::make_unexpected(added.error());
  for (const auto& node : state->nodes) node->connected();
  if (auto prepared = flow::prepare_all(state->nodes); !prepared)
    return tl::make_unexpected(prepared.error());
  return std::unique_ptr<Graph>(new Graph(std::move(state)));
}

Graph::~Graph() {
  if (state_->system == nullptr) return;
  halt();
  wait();
  for (const auto& node : state_->nodes) node->release_threads();
  state_->threads.clear();
  state_->supervisor = nullptr;
  state_->system.reset();
  state_->observations.close();
}

void Graph::start() {
  state_->copies_before = copies();
  state_->started_ns = now_ns();
  state_->config = configure(state_->options);
  state_->system = std::make_unique<caf::actor_system>(*state_->config);
  state_->shared.started = true;
  const std::lock_guard lock(state_->steering_mutex);
  state_->supervisor = state_->system->spawn<flow::Supervisor>(
      flow::Supervisor::Ward{state_->nodes, state_->threads}, state_->shared, state_->completion);
}

void Graph::drain() {
  for (const auto& node : state_->nodes) node->drain();
}

void Graph::halt() {
  state_->shared.halt = true;
  for (const auto& node : state_->nodes) node->halt();
  const std::lock_guard lock(state_->steering_mutex);
  if (state_->supervisor) caf::anon_send(state_->supervisor, flow::halt_atom::value);
}

bool Graph::wait_for(std::chrono::milliseconds time) {
  if (!state_->completion.wait_for(time)) return false;
  hosts::ProcessSpawner::read_printed();
  return true;
}

void Graph::wait() {
  while (!wait_for(std::chrono::hours(1))) {
  }
}

Report Graph::report() const {
  Report report;
  report.graph = state_->plan.name;
  const std::int64_t end = state_->ended_ns != 0 ? state_->ended_ns.load() : now_ns();
  report.seconds =
      state_->started_ns == 0 ? 0 : static_cast<double>(end - state_->started_ns) / 1e9;
  for (const auto& node : state_->nodes) report.actors.push_back(actor_report(*node));
  for (const auto& edge : state_->edges) {
    const flow::Ledger ledger = edge->ledger();
    report.edges.push_back(edge_report(edge->name(), edge->rule(), ledger));
    report.balanced = report.balanced && ledger.balanced();
  }
  for (EdgeReport& seen : state_->observations.report()) report.edges.push_back(std::move(seen));
  const Copies now = copies();
  report.copies = {now.pixels - state_->copies_before.pixels,
                   now.bytes - state_->copies_before.bytes};
  report.slab_bytes = state_->slab->resident();
  report.held_bytes = state_->slab->in_use() + state_->bodies->held_bytes();
  report.failure = state_->completion.failure();
  return report;
}

}  // namespace omma
