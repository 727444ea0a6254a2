// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/flow/node_flags.hpp"
#include "runtime/flow/task.hpp"

namespace omma::flow {

/// Keeps an actor from stepping while somebody who must not miss a frame has no room.
class Gate {
 public:
  Gate(Task& task, NodeFlags& flags) : task_(task), flags_(flags) {}

  bool open() const { return !flags_.held(); }

  // By any number of observers, from any thread.
  void shut() { flags_.hold(); }
  void release() {
    if (flags_.release()) task_.signal();
  }

 private:
  Task& task_;
  NodeFlags& flags_;
};

}  // namespace omma::flow
