// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "runtime/plan/bounds.hpp"
#include "runtime/plan/plan.hpp"

/// The keys of a plan in JSON, each named once: whoever writes or reads a plan visits them.
/// A visitor is called with each key and the value behind it, and tells the plan they belong to.
namespace omma {

/// A number that has to be in range.
template <class Number>
struct Bounded {
  Number& value;
  Bounds bounds;
};
template <class Number>
Bounded(Number&, Bounds) -> Bounded<Number>;

/// "actor.port"
struct PortName {
  std::size_t& actor;
  std::string& port;
};

/// The name of a host; null for one of the actor's own.
struct HostName {
  int& index;
};

constexpr Bounds count_bounds{0, std::numeric_limits<int>::max()};
constexpr Bounds slab_bytes_bounds{0, slab_bounds.max*(1 << 20)};

template <class Visitor>
void fields(Visitor& visit, Place& place) {
  visit("file", place.file);
  visit("line", Bounded{place.line, count_bounds});
  visit("column", Bounded{place.column, count_bounds});
}

template <class Visitor>
void fields(Visitor& visit, Requirements& wanted) {
  visit("packages", wanted.packages);
  visit("file", wanted.file);
  visit("wheels", wanted.wheels);
  visit("place", wanted.place);
}

template <class Visitor>
void fields(Visitor& visit, PlannedHost& host) {
  visit("name", host.name);
  visit("python", host.python);
  visit("requirements", host.requirements);
  visit("cpu", Bounded{host.cpu, core_bounds});
  visit("env", host.env);
  visit("deadline_ms", Bounded{host.deadline_ms, Bounds{0, deadline_bounds.max}});
  visit("start_deadline_ms", Bounded{host.start_deadline_ms, deadline_bounds});
  visit("memory_mb", Bounded{host.memory_mb, Bounds{0, memory_bounds.max}});
  visit("retries", Bounded{host.retries, retry_bounds});
  visit("spare", host.spare);
  visit("isolate", host.isolate);
}

template <class Visitor>
void fields(Visitor& visit, Join& join) {
  visit("rule", join.rule);
  visit("within_ms", Bounded{join.within_ms, time_bounds});
  visit("timeout_ms", Bounded{join.timeout_ms, time_bounds});
}

template <class Visitor>
void fields(Visitor& visit, Restart& restart) {
  visit("max", Bounded{restart.max, restart_bounds});
  visit("within_s", Bounded{restart.within_s, time_bounds});
  visit("backoff_ms", Bounded{restart.backoff_ms, time_bounds});
}

template <class Visitor>
void fields(Visitor& visit, PlannedActor& actor) {
  visit("name", actor.name);
  visit("kind", actor.kind);
  visit("params", actor.params);
  visit("replicas", Bounded{actor.replicas, replica_bounds});
  visit("join", actor.join);
  visit("on_error", actor.on_error);
  visit("restart", actor.restart);
  visit("host", HostName{actor.host});
  visit("gap_outputs", actor.gap_outputs);
  visit("place", actor.place);
}

template <class Visitor>
void fields(Visitor& visit, PlannedEdge& edge) {
  visit("from", PortName{edge.from, edge.from_port});
  visit("to", PortName{edge.to, edge.to_port});
  visit("when_full", edge.when_full);
  visit("queue", Bounded{edge.queue, queue_bounds});
  visit("formats", edge.formats);
  visit("width", Bounded{edge.width, count_bounds});
  visit("height", Bounded{edge.height, count_bounds});
  visit("place", edge.place);
}

template <class Visitor>
void fields(Visitor& visit, Facts& facts) {
  visit("gaps", facts.gaps);
  visit("depth", Bounded{facts.depth, count_bounds});
}

/// Hosts before the actors that name them, and those before their edges.
template <class Visitor>
void fields(Visitor& visit, Plan& plan) {
  visit("graph", plan.name);
  visit("doc", plan.doc);
  visit("plugins", plan.plugins);
  visit("reload", plan.reload);
  visit("slab_bytes", Bounded{plan.slab_bytes, slab_bytes_bounds});
  visit("hosts", plan.hosts);
  visit("own_host", plan.own_host);
  visit("actors", plan.actors);
  visit("edges", plan.edges);
  visit("facts", plan.facts);
}

struct NoVisitor {
  template <class T>
  void operator()(const char*, T&&) {}
};

/// A part of a plan that has keys of its own: an object in JSON.
template <class T>
concept PlanPart = requires(NoVisitor& visit, T& part) {
  fields(visit, part);
};

}  // namespace omma
