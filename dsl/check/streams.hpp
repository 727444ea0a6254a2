// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "dsl/check/format_set.hpp"
#include "dsl/check/wiring.hpp"

namespace omma::dsl {

/// What the ports of a graph may carry. Ports that have to carry the same format (the ends of an
/// edge, an output that is like an input) are one stream: a set that each of them narrows.
class Streams {
 public:
  explicit Streams(const Wiring& wiring);

  /// Adds the ports of an actor that was not there at the start.
  void add(const WiredActor& actor, std::size_t index);

  FormatSet output(const WiredEdge& edge) { return set(edge.plan.from, edge.from_port); }
  FormatSet input(const WiredEdge& edge) { return set(edge.plan.to, edge.to_port); }

  /// Makes the two ends of an edge, given by its index, one stream.
  void join(std::size_t edge);

  /// The edge that took formats away from what the edge's output could give; null when none did.
  const WiredEdge* narrowed_by(const WiredEdge& edge);

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct Stream {
    std::size_t parent;
    FormatSet formats;
    std::size_t narrowed_by = none;  ///< an edge
  };

  std::size_t stream(std::size_t actor, const Port* port);
  std::size_t root(std::size_t stream);
  FormatSet set(std::size_t actor, const Port* port) {
    return streams_[root(stream(actor, port))].formats;
  }
  void unite(std::size_t left, std::size_t right, std::size_t edge);
  void add_output(const WiredActor& actor, std::size_t index, const Port& port);

  const Wiring& wiring_;
  std::vector<Stream> streams_;
  std::vector<std::unordered_map<const Port*, std::size_t>> by_port_;  ///< per actor
};

}  // namespace omma::dsl
