// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "runtime/graph/graph.hpp"

namespace omma::control {

/// How long frames wait at an edge: from when its producer offered one until its consumer took it.
struct Hop {
  double wait_p50_us = 0;  ///< of those taken since somebody looks
  double wait_p99_us = 0;
  double oldest_ms = 0;  ///< age of the oldest frame that is not done with; 0 = there is none
};

/// Looks at the edges of a graph as long as somebody asks for their hops; where nobody does, they
/// cost nothing. Thread-safe.
class HopWatch {
 public:
  /// The graph outlives it.
  explicit HopWatch(Graph& graph) : graph_(graph) {}
  ~HopWatch();
  HopWatch(const HopWatch&) = delete;
  HopWatch& operator=(const HopWatch&) = delete;

  /// Of each edge of the report. The first time they are all zero: from then on it looks.
  std::map<std::string, Hop> hops(const Report& report);

  /// Called each second: it looks no more when nobody has asked for some seconds.
  void rest();

 private:
  class Tally;
  struct Looked {
    std::shared_ptr<Tally> tally;
    std::shared_ptr<flow::Observer> observer;
    std::uint64_t settled = 0;  // frames, when it was asked last
    std::int64_t still_since_ns = 0;
  };

  Looked look_at(const std::string& edge);
  void stop();

  Graph& graph_;
  std::mutex mutex_;  // guards what follows
  std::map<std::string, Looked> looked_;
  std::int64_t asked_ns_ = 0;
};

}  // namespace omma::control
