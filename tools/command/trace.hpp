// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "runtime/graph/graph.hpp"

namespace omma::command {

/// Tells what becomes of each frame at each edge and step of a graph, as events of the kind
/// `frame`, until it goes. By the threads that move frames: it is slow, and changes nothing else.
class Trace {
 public:
  Trace(Graph& graph, const EventSink& events);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

 private:
  std::vector<std::shared_ptr<flow::Observer>> observers_;
};

}  // namespace omma::command
