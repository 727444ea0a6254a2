// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/step_watch.hpp"

namespace omma::control {

void StepWatch::look(const Report& report) {
  for (const ActorReport& actor : report.actors) {
    if (actor.hosted || actor.step_s < (actor.source ? patience_of_source_s : patience_s)) {
      told_.erase(actor.name);
    } else if (told_.insert(actor.name).second) {
      const std::string where = whereabouts_(actor.name);
      events_(event_of(Event::Kind::hang, actor.name,
                       "has been in one step for " +
                           std::to_string(static_cast<int>(actor.step_s)) + " s" +
                           (where.empty() ? "" : "\n" + where)));
    }
  }
}

}  // namespace omma::control
