// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <caf/resumable.hpp>
#include <vector>

#include "runtime/flow/task.hpp"

namespace omma::flow {

/// Who keeps the actor of a job alive.
enum class Hold : std::uint32_t {
  counted,    ///< the job itself, by a reference, as CAF has it
  supervised  ///< its supervisor; only with `done` a reference comes back to the worker
};

/// Two whole words: with padding in it, compilers assemble it byte by byte in memory.
struct Job {
  caf::resumable* work = nullptr;
  Weight weight = Weight::light;
  Hold hold = Hold::counted;

  explicit operator bool() const { return work != nullptr; }
};

/// First in, first out; allocates only when it has to grow.
class JobQueue {
 public:
  JobQueue() : ring_(64) {}

  bool empty() const { return size_ == 0; }

  void push(Job job) {
    if (size_ == ring_.size()) grow();
    ring_[(first_ + size_++) & (ring_.size() - 1)] = job;
  }

  Job pop() {
    if (size_ == 0) return {};
    const Job job = ring_[first_];
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
    return job;
  }

 private:
  void grow() {
    std::vector<Job> larger(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
    ring_.swap(larger);
    first_ = 0;
  }

  std::vector<Job> ring_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace omma::flow
