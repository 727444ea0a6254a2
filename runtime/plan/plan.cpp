// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/plan.hpp"

namespace omma {

std::string Place::text() const {
  return line == 0 ? file : file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string edge_name(const Plan& plan, const PlannedEdge& edge) {
  return plan.actors[edge.from].name + "." + edge.from_port + " -> " + plan.actors[edge.to].name +
         "." + edge.to_port;
}

}  // namespace omma
