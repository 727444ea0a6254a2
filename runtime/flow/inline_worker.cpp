// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/inline_worker.hpp"

#include <caf/actor_system.hpp>
#include <caf/resumable.hpp>
#include <caf/scoped_execution_unit.hpp>

#include "runtime/base/crash.hpp"

namespace omma::flow {

InlineWorker::InlineWorker(caf::actor_system& system) : system_(system) {
  use_signal_stack();
  auto* scheduler = dynamic_cast<Scheduler*>(&system.scheduler());
  if (scheduler != nullptr) worker_.emplace(*scheduler, system).enter();
}

InlineWorker::~InlineWorker() {
  if (!worker_) return;
  worker_->run_line();
  Worker::leave();
}

void InlineWorker::take_turns(caf::resumable* actor) {
  if (!worker_) return take_turns_plainly(actor);
  bool waits = false;
  while (!waits) {
    waits = worker_->run({actor, Weight::heavy, Hold::supervised});
    worker_->run_line();
  }
}

void InlineWorker::take_turns_plainly(caf::resumable* actor) {
  caf::scoped_execution_unit unit(&system_);
  auto result = caf::resumable::resume_later;
  while (result == caf::resumable::resume_later) result = actor->resume(&unit, 1);
  if (result == caf::resumable::done) caf::intrusive_ptr_release(actor);
}

}  // namespace omma::flow
