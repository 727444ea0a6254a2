// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::hosts {

/// A program to start: what is executed, and what it inherits.
struct Program {
  std::vector<std::string> arguments;    ///< the first one is the executable, or its path
  std::vector<std::string> environment;  ///< "NAME=value", all of it
  std::vector<int> cores;                ///< that it may use; empty = as this process
  int inherited = -1;                    ///< a descriptor that keeps its number
};

/// How a child ended.
struct ExitStatus {
  bool by_signal = false;
  int code = 0;  ///< exit status, or the signal

  std::string text() const;  ///< "exited with status 3", "was killed by SIGSEGV"
};

/// What is called about a child.
struct ChildEvents {
  std::function<void(std::string line)> on_line;          ///< of its stdout or stderr
  std::function<void(const ExitStatus& status)> on_exit;  ///< once, after its last line
};

/// One thread for all children of this process. It starts them, because the system ends a child
/// together with the thread that started it; it reads what they print, and hears of their ends.
class ProcessSpawner {
 public:
  static ProcessSpawner& global();

  /// Starts a program in a process group of its own. The callbacks run on the spawner's thread.
  Result<pid_t> start(const Program& program, ChildEvents events);

  /// Returns when the lines that all children have printed until now have been told.
  static void read_printed();

 private:
  struct State;
  ProcessSpawner();
  template <class F>
  auto on_thread(F work);
  std::unique_ptr<State> state_;
};

}  // namespace omma::hosts
