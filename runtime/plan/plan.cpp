// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/plan.hpp"

namespace omma {

std::string Place::text() const {
  return line == 0 ? file : file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string_view name(WhenFull rule) {
  switch (rule) {
    case WhenFull::wait: return "wait";
    case WhenFull::drop_oldest: return "drop_oldest";
    case WhenFull::drop_newest: return "drop_newest";
    case WhenFull::latest: return "latest";
  }
  return "";
}

std::string_view name(JoinRule rule) {
  switch (rule) {
    case JoinRule::same_frame: return "same_frame";
    case JoinRule::nearest: return "nearest";
    case JoinRule::latest: return "latest";
    case JoinRule::any: return "any";
  }
  return "";
}

std::string_view name(OnError rule) {
  switch (rule) {
    case OnError::stop: return "stop";
    case OnError::skip: return "skip";
    case OnError::restart: return "restart";
  }
  return "";
}

std::string edge_name(const Plan& plan, const PlannedEdge& edge) {
  return plan.actors[edge.from].name + "." + edge.from_port + " -> " + plan.actors[edge.to].name +
         "." + edge.to_port;
}

}  // namespace omma
