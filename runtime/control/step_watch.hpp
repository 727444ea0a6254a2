// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "runtime/base/event.hpp"
#include "runtime/graph/report.hpp"

namespace omma::control {

/// Tells of actors that do not come back from a step, from one report to the next: once a step. Of
/// those in hosts a deadline tells.
class StepWatch {
 public:
  static constexpr double patience_s = 10;
  static constexpr double patience_of_source_s = 60;  // it may wait for a trigger

  /// `whereabouts`: of an actor, as `Graph` knows them.
  StepWatch(std::function<std::string(const std::string& actor)> whereabouts, EventSink events)
      : whereabouts_(std::move(whereabouts)), events_(std::move(events)) {}

  void look(const Report& report);

 private:
  const std::function<std::string(const std::string&)> whereabouts_;
  const EventSink events_;
  std::set<std::string> told_;  // actors that are still in the step
};

}  // namespace omma::control
