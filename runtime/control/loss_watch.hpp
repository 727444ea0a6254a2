// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "runtime/base/event.hpp"
#include "runtime/graph/report.hpp"

namespace omma::control {

/// Makes events of what edges dropped and lost, and of what sources left out, from one report to
/// the next: one for each place, with how many they were. So moving frames costs nothing more.
class LossWatch {
 public:
  explicit LossWatch(EventSink events) : events_(std::move(events)) {}

  void look(const Report& report);

 private:
  struct Counted {
    std::uint64_t dropped = 0, lost = 0, missed = 0;
  };
  void tell(Event::Kind kind, const std::string& name, std::uint64_t now, std::uint64_t& before);

  const EventSink events_;
  std::map<std::string, Counted> counted_;  // by edge or actor
};

}  // namespace omma::control
