// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/event_based_actor.hpp>

#include "runtime/flow/task.hpp"

namespace omma::flow {

class PrivateThread;

/// The CAF actor of a task. It can be monitored, linked and sent messages like any other, but
/// frames do not travel as messages: it is scheduled when its task is signalled, and then the
/// task drains its edges.
class FlowActor final : public caf::event_based_actor {
 public:
  /// `home`: the thread that takes all turns; null = whichever is free.
  FlowActor(caf::actor_config& config, Task& task, PrivateThread* home);

  /// The task's turns are taken by this actor from now on.
  void attach();

  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit* unit) override;
  resume_result resume(caf::execution_unit* unit, std::size_t max_throughput) override;
  caf::behavior make_behavior() override;

 private:
  friend class Task;
  void schedule();
  bool read_mail(caf::execution_unit* unit, std::size_t max_throughput, resume_result& result);
  resume_result end(caf::error reason);

  void arm_timer();

  Task& task_;
  PrivateThread* home_;
  bool initialised_ = false;
  std::int64_t timer_ns_ = 0;  // when the armed timer fires; 0 = none is armed
};

}  // namespace omma::flow
