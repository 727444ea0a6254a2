// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/scheduler.hpp"

#include <caf/actor_system.hpp>
#include <caf/detail/set_thread_name.hpp>
#include <caf/scheduled_actor.hpp>

#include "runtime/base/crash.hpp"

namespace omma::flow {
namespace {

constexpr unsigned oldest_every = 4;
constexpr unsigned longest_line = 64;  // then the queues are looked at, so that nobody starves

}  // namespace

// ---- worker

Worker::Worker(Scheduler& scheduler, caf::actor_system& system)
    : caf::execution_unit(&system),
      scheduler_(scheduler),
      max_throughput_(scheduler.max_throughput()) {}

constinit thread_local Worker* Worker::of_this_thread = nullptr;

void Worker::pass_on(Job job) { scheduler_.submit(job); }

bool Worker::run(Job job) {
  yield_weight_ = job.weight;
  switch (job.work->resume(this, max_throughput_)) {
    case caf::resumable::resume_later: return false;
    case caf::resumable::awaiting_message:
      if (job.hold == Hold::counted) caf::intrusive_ptr_release(job.work);
      break;
    case caf::resumable::done: caf::intrusive_ptr_release(job.work); break;
    case caf::resumable::shutdown_execution_unit: break;
  }
  return true;
}

void Worker::run_line() {
  for (unsigned count = 0; next_ && count < longest_line; ++count) {
    const Job job = std::exchange(next_, {});
    if (!run(job)) scheduler_.submit({job.work, yield_weight_, job.hold, job.depth});
  }
  if (next_) scheduler_.submit(std::exchange(next_, {}));
}

// ---- scheduler

Scheduler::Scheduler(caf::actor_system& system) : abstract_coordinator(system), permits_(0) {}

caf::actor_system::module* Scheduler::make(caf::actor_system& system, caf::detail::type_list<>) {
  return new Scheduler(system);
}

void Scheduler::start() {
  permits_ = num_workers();
  for (std::size_t i = 0; i < 2 * num_workers(); ++i) add_thread();
  timer_ = std::thread([this] {
    caf::detail::set_thread_name("omma.clock");
    clock_.run_dispatch_loop();
  });
  abstract_coordinator::start();
}

void Scheduler::add_thread() {
  const std::lock_guard lock(mutex_);
  Worker& worker = *workers_.emplace_back(std::make_unique<Worker>(*this, system()));
  worker.pooled_ = true;
  worker.thread_ = std::thread([this, &worker] { loop(worker); });
}

void Scheduler::stop() {
  stop_actors();
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
    for (const auto& worker : workers_) worker->wake_.notify_one();
  }
  for (const auto& worker : workers_) worker->thread_.join();
  for (const auto& worker : workers_) {
    if (worker->next_) cleanup_and_release(worker->next_.work);
  }
  for (JobQueue* jobs : {&light_, &heavy_, &yielded_}) {
    while (const Job job = jobs->pop()) cleanup_and_release(job.work);
  }
  clock_.cancel_dispatch_loop();
  timer_.join();
}

void Scheduler::submit(Job job) {
  std::condition_variable* sleeper = nullptr;
  {
    const std::lock_guard lock(mutex_);
    queue(job.weight).push(job);
    sleeper = pick_sleeper(true);
  }
  if (sleeper != nullptr) sleeper->notify_one();
}

bool Scheduler::runnable(bool yielded_too) const {
  return !light_.empty() || (!heavy_.empty() && permits_ > 0) || (yielded_too && !yielded_.empty());
}

/// Whom to wake, when there is a job for it and nobody else is on the way to the queues.
std::condition_variable* Scheduler::pick_sleeper(bool yielded_too) {
  if (waking_ || sleepers_.empty() || !runnable(yielded_too)) return nullptr;
  waking_ = true;
  Worker* worker = sleepers_.back();
  sleepers_.pop_back();
  worker->parked_ = false;
  return &worker->wake_;
}

/// Mostly the one furthest down the graph: a picture that is under way is finished while it is in
/// the cache, before another begins. Now and then the oldest, so that nobody starves.
Job Scheduler::pop_heavy() {
  const bool oldest = ++heavy_taken_ % oldest_every == 0;
  return oldest ? heavy_.pop() : heavy_.pop_deepest();
}

/// The next job for this worker, in line or from a queue; settles the permits. Locked.
bool Scheduler::take(Worker& worker, Job& job) {
  if (std::exchange(worker.holds_permit_, false)) ++permits_;
  if (worker.next_ && worker.in_line_++ < longest_line) {
    job = std::exchange(worker.next_, {});
  } else {
    worker.in_line_ = 0;
    if (worker.next_) queue(worker.next_.weight).push(std::exchange(worker.next_, {}));
    job = light_.pop();
    if (!job) job = yielded_.pop();
    if (!job && permits_ > 0) job = pop_heavy();
  }
  if (!job || job.weight != Weight::heavy) return static_cast<bool>(job);
  if (permits_ == 0) {
    heavy_.push(job);
    return take(worker, job);
  }
  --permits_;
  worker.holds_permit_ = true;
  return true;
}

void Scheduler::park(Worker& worker, std::unique_lock<std::mutex>& lock) {
  worker.parked_ = true;
  sleepers_.push_back(&worker);
  worker.wake_.wait(lock, [&] { return !worker.parked_ || quit_; });
  waking_ = false;
}

Job Scheduler::await_job(Worker& worker) {
  Job job;
  std::condition_variable* sleeper = nullptr;
  {
    std::unique_lock lock(mutex_);
    while (!take(worker, job)) {
      if (quit_) return {};
      park(worker, lock);
    }
    sleeper = pick_sleeper(job.weight != Weight::instant);
  }
  if (sleeper != nullptr) sleeper->notify_one();
  return job;
}

/// Mostly the one in line, which needs no lock.
inline Job Scheduler::next_job(Worker& worker) {
  const bool lockless =
      worker.next_ && worker.next_.weight != Weight::heavy && !worker.holds_permit_;
  if (lockless && ++worker.in_line_ < longest_line) return std::exchange(worker.next_, {});
  return await_job(worker);
}

/// Never in line: others come first. The worker that yields an instant job comes back to it
/// sooner than another could be woken.
void Scheduler::yield(Job job) {
  if (job.weight != Weight::instant) return submit(job);
  const std::lock_guard lock(mutex_);
  yielded_.push(job);
}

void Scheduler::loop(Worker& worker) {
  caf::detail::set_thread_name("omma.worker");
  use_signal_stack();
  worker.enter();
  system().thread_started();
  while (const Job job = next_job(worker)) {
    if (!worker.run(job)) yield({job.work, worker.yield_weight_, job.hold, job.depth});
  }
  system().thread_terminates();
}

void submit(caf::actor_system& system, Job job) {
  if (auto* scheduler = dynamic_cast<Scheduler*>(&system.scheduler())) {
    scheduler->submit(job);
  } else {
    const auto* actor = dynamic_cast<caf::scheduled_actor*>(job.work);
    if (job.hold == Hold::supervised) caf::intrusive_ptr_add_ref(actor->ctrl());
    system.scheduler().enqueue(job.work);
  }
}

}  // namespace omma::flow
