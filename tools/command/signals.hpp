// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <thread>

namespace omma::command {

/// Hears SIGINT, SIGTERM and SIGHUP while it lives, and calls `heard` from a thread of its own with
/// how many have come so far (1, 2, ...). The handler itself only writes a byte into a pipe.
/// A signal that is ignored from outside (nohup) stays ignored. When it goes they are ignored: the
/// process is about to end, and is not to end otherwise. One object at a time.
class Signals {
 public:
  explicit Signals(std::function<void(int count)> heard);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  void listen() const;

  std::function<void(int count)> heard_;
  int read_end_ = -1;
  std::thread thread_;
};

}  // namespace omma::command
