// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "runtime/control/endings.hpp"
#include "runtime/control/hop_watch.hpp"
#include "runtime/graph/graph.hpp"

namespace omma::control {

/// What is said to a request, and a descriptor that goes with it.
struct Answer {
  nlohmann::ordered_json said;
  hosts::Socket passed;
};

/// Answers requests about a running graph. Each is a JSON object with "do" and what that verb
/// takes; the answer has "error" when it can not be done. Thread-safe.
///
///   do      | takes               | answers
///   --------|---------------------|----------------------------------------------------------
///   list    |                     | graph, actors (name, kind), outputs, edges (name)
///   params  | actor               | params: name, type, value, and what else is known of each
///   get     | actor, param        | value: the one in force
///   set     | actor, param, value | value: the one in force now
///   report  | maybe hops: true    | report, as `omma run --report` writes it; with hops: of edges
///           |                     | wait_p50_us, wait_p99_us and oldest_ms, see Hop
///   events  |                     | done; from then on each event, see Client
///   drain   |                     | done
///   halt    |                     | done
///   look    | port, maybe name    | done, with a socket that shows frames: see hosts::Look
///   feed    | port                | done, with a socket that takes frames: see hosts::Feed
class Answers {
 public:
  /// The graph outlives it.
  Answers(Graph& graph, Endings endings)
      : graph_(graph), endings_(std::move(endings)), hops_(graph) {}

  Answer to(const nlohmann::json& request);

  /// Called each second.
  void rest() { hops_.rest(); }

 private:
  using Json = nlohmann::ordered_json;
  using Request = nlohmann::json;

  Answer list(const Request& request);
  Answer params(const Request& request);
  Answer get(const Request& request);
  Answer set(const Request& request);
  Answer report(const Request& request);
  Answer drain(const Request& request);
  Answer halt(const Request& request);
  Answer look(const Request& request);
  Answer feed(const Request& request);

  Graph& graph_;
  const Endings endings_;
  HopWatch hops_;
};

}  // namespace omma::control
