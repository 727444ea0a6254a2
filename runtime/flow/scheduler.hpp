// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/execution_unit.hpp>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <caf/detail/thread_safe_actor_clock.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include "runtime/flow/job_queue.hpp"

namespace omma::flow {

class Scheduler;

/// Runs jobs on its thread. The job that the running one makes ready first waits in `next_` and is
/// run by the same thread right after it: no lock, no thread switch, and its data is in the cache.
class Worker : public caf::execution_unit {
 public:
  Worker(Scheduler& scheduler, caf::actor_system& system);

  void exec_later(caf::resumable* job) override { submit(Job{job}); }
  void submit(Job job) {
    if (!next_ && (pooled_ || job.weight != Weight::heavy)) {
      next_ = job;
    } else {
      pass_on(job);
    }
  }

  /// Runs `next_` and what it makes ready until nothing is left. For a thread that is none of
  /// the pool (`InlineWorker`), which gets all that is not light.
  void run_line();

  /// The job that runs now has become as heavy as this; for when it is to be resumed later.
  void set_yield_weight(Weight weight) { yield_weight_ = weight; }

  /// The worker of this thread, or null.
  static Worker* current() { return of_this_thread; }
  /// Makes this the worker of the calling thread, until `leave`.
  void enter() { of_this_thread = this; }
  static void leave() { of_this_thread = nullptr; }

 private:
  friend class Scheduler;
  friend class InlineWorker;
  void pass_on(Job job);
  /// False when the job wants to be resumed later.
  bool run(Job job);

  static constinit thread_local Worker* of_this_thread;

  Scheduler& scheduler_;
  std::size_t max_throughput_;
  Job next_;
  unsigned in_line_ = 0;  // jobs run from `next_` since the queue was looked at
  Weight yield_weight_ = Weight::light;
  bool pooled_ = false;  // a worker of the pool: may keep heavy jobs to itself
  bool holds_permit_ = false;
  std::condition_variable wake_;
  bool parked_ = false;
  std::thread thread_;
};

/// A scheduler for CAF: light jobs first, heavy ones as many at a time as there are cores, and
/// enough threads that light jobs never wait for a heavy one to end. Idle threads sleep: nothing
/// polls. At most one is being woken at a time; it wakes the next if there is more.
class Scheduler final : public caf::scheduler::abstract_coordinator {
 public:
  explicit Scheduler(caf::actor_system& system);
  static caf::actor_system::module* make(caf::actor_system& system, caf::detail::type_list<>);

  void start() override;
  void stop() override;
  void enqueue(caf::resumable* job) override { submit(Job{job}); }
  caf::detail::thread_safe_actor_clock& clock() noexcept override { return clock_; }

  void submit(Job job);

 private:
  friend class Worker;
  void yield(Job job);
  void add_thread();
  void loop(Worker& worker);
  Job next_job(Worker& worker);
  Job await_job(Worker& worker);
  bool take(Worker& worker, Job& job);
  Job pop_heavy();
  void park(Worker& worker, std::unique_lock<std::mutex>& lock);
  bool runnable(bool yielded_too) const;
  JobQueue& queue(Weight weight) { return weight == Weight::heavy ? heavy_ : light_; }
  std::condition_variable* pick_sleeper(bool yielded_too);

  std::mutex mutex_;  // guards everything below
  JobQueue light_;
  JobQueue heavy_;
  unsigned heavy_taken_ = 0;
  JobQueue yielded_;     // instant ones, whose worker comes back to them before long
  std::size_t permits_;  // heavy jobs that may start
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<Worker*> sleepers_;
  bool waking_ = false;
  bool quit_ = false;

  caf::detail::thread_safe_actor_clock clock_;
  std::thread timer_;
};

/// Schedules a job of `system` from a thread that is no worker, whichever scheduler it runs.
void submit(caf::actor_system& system, Job job);

}  // namespace omma::flow
