// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/flow_actor.hpp"

#include <caf/actor_system.hpp>
#include <caf/detail/sync_request_bouncer.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>
#include <caf/sec.hpp>

#include "runtime/flow/private_thread.hpp"
#include "runtime/flow/scheduler.hpp"
#include "runtime/flow/stats.hpp"

namespace omma::flow {

void Task::schedule_turn() {
  if (signals_.fetch_add(1, std::memory_order_acq_rel) == 0) actor_->schedule();
}

FlowActor::FlowActor(caf::actor_config& config, Task& task, PrivateThread* home)
    : caf::event_based_actor(config), task_(task), home_(home) {}

void FlowActor::attach() {
  task_.actor_ = this;
  schedule();
}

void FlowActor::schedule() {
  const Job turn{this, task_.weight(), Hold::supervised, task_.depth};
  if (home_ != nullptr) {
    home_->post(this);
  } else if (Worker* worker = Worker::current()) {
    worker->submit(turn);
  } else {
    submit(home_system(), turn);
  }
}

caf::behavior FlowActor::make_behavior() {
  set_default_handler(caf::drop);
  return {[this](caf::unit_t) { timer_ns_ = 0; }};
}

void FlowActor::enqueue(caf::mailbox_element_ptr message, caf::execution_unit*) {
  const auto id = message->mid;
  auto from = message->sender;
  switch (mailbox().push_back(std::move(message))) {
    case caf::intrusive::inbox_result::unblocked_reader: task_.schedule_turn(); break;
    case caf::intrusive::inbox_result::queue_closed:
      if (id.is_request()) {
        caf::detail::sync_request_bouncer bounce{caf::make_error(caf::sec::request_receiver_down)};
        bounce(from, id);
      }
      break;
    case caf::intrusive::inbox_result::success: break;
  }
}

/// False when the actor ended, or wants to be resumed by its scheduler at once.
inline bool FlowActor::read_mail(caf::execution_unit* unit, std::size_t max_throughput,
                                 resume_result& result) {
  if (initialised_ && mailbox().blocked()) return true;
  initialised_ = true;
  result = caf::event_based_actor::resume(unit, max_throughput);
  return result == resume_result::awaiting_message;
}

caf::resumable::resume_result FlowActor::end(caf::error reason) {
  // The supervisor lets go as soon as it hears; a worker of ours has only this reference.
  if (home_ != nullptr || Worker::current() != nullptr) caf::intrusive_ptr_add_ref(ctrl());
  task_.signals_.fetch_add(1, std::memory_order_release);  // see Task::join
  quit(std::move(reason));
  finalize();
  return resume_result::done;
}

/// The timer's message leads to a turn like any other.
void FlowActor::arm_timer() {
  const auto deadline = task_.deadline();
  if (!deadline || (timer_ns_ != 0 && timer_ns_ <= *deadline)) return;
  timer_ns_ = *deadline;
  const auto left = std::chrono::nanoseconds(std::max<std::int64_t>(0, *deadline - now_ns()));
  delayed_send(this, left, caf::unit);
}

caf::resumable::resume_result FlowActor::resume(caf::execution_unit* unit,
                                                std::size_t max_throughput) {
  for (;;) {
    std::uint64_t signals =
        task_.signals_.load(std::memory_order_acquire);  // before looking for work
    context(unit);
    resume_result result = resume_result::awaiting_message;
    if (!read_mail(unit, max_throughput, result)) return result;
    switch (task_.run()) {
      case Task::Turn::more:
        if (Worker* worker = Worker::current()) worker->set_yield_weight(task_.weight());
        return resume_result::resume_later;
      case Task::Turn::finished: return end(caf::exit_reason::normal);
      case Task::Turn::failed:
        return end(caf::make_error(caf::sec::runtime_error, task_.error().text()));
      case Task::Turn::idle:
        if (task_.has_deadlines_) arm_timer();
        break;
    }
    if (task_.signals_.compare_exchange_strong(signals, 0, std::memory_order_acq_rel)) {
      return resume_result::awaiting_message;
    }
  }
}

}  // namespace omma::flow
