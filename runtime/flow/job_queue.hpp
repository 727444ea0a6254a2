// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/flow/task.hpp"

namespace caf {
class resumable;
}

namespace omma::flow {

/// Who keeps the actor of a job alive.
enum class Hold : std::uint16_t {
  counted,    ///< the job itself, by a reference, as CAF has it
  supervised  ///< its supervisor; only with `done` a reference comes back to the worker
};

/// Two whole words: with padding in it, compilers assemble it byte by byte in memory.
struct Job {
  caf::resumable* work = nullptr;
  Weight weight = Weight::light;
  Hold hold = Hold::counted;
  std::uint32_t depth = 0;  ///< `Task::depth`

  explicit operator bool() const { return work != nullptr; }
};

/// Jobs in the order of their arrival; allocates only when it has to grow.
class JobQueue {
 public:
  JobQueue() : ring_(64) {}

  bool empty() const { return size_ == 0; }

  void push(Job job) {
    if (size_ == ring_.size()) grow();
    at(size_++) = job;
  }

  /// The oldest one; none when it is empty.
  Job pop() { return size_ == 0 ? Job{} : take(0); }

  /// The one furthest down the graph, of several the oldest.
  Job pop_deepest() {
    std::size_t best = 0;
    for (std::size_t i = 1; i < size_; ++i) {
      if (at(i).depth > at(best).depth) best = i;
    }
    return size_ == 0 ? Job{} : take(best);
  }

 private:
  Job& at(std::size_t index) { return ring_[(first_ + index) & (ring_.size() - 1)]; }

  /// Those before it move up.
  Job take(std::size_t index) {
    const Job job = at(index);
    for (; index > 0; --index) at(index) = at(index - 1);
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
    return job;
  }

  void grow() {
    std::vector<Job> larger(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = at(i);
    ring_.swap(larger);
    first_ = 0;
  }

  std::vector<Job> ring_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace omma::flow
