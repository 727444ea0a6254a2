// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace omma {

/// What a thread does at the moment, for a process that has to tell it while it crashes.
class Doing {
 public:
  /// "actor 'edges', frame 12 of 'camera'". Called in a signal handler: allocates nothing and
  /// locks nothing. Returns the length.
  virtual std::size_t tell(char* into, std::size_t size) const noexcept = 0;

 protected:
  ~Doing() = default;
};

/// This thread does that until the end of the scope.
class DoingScope {
 public:
  [[gnu::always_inline]] explicit DoingScope(const Doing& what) : before_(current) {
    current = &what;
  }
  [[gnu::always_inline]] ~DoingScope() { current = before_; }
  DoingScope(const DoingScope&) = delete;
  DoingScope& operator=(const DoingScope&) = delete;

  static inline constinit thread_local const Doing* current = nullptr;

 private:
  const Doing* before_;
};

/// A crash (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) of this process prints what the thread did
/// and its stack to stderr, and then ends it as if nobody had heard of it. Sanitizers do so better;
/// with them nothing happens.
void explain_crashes();

/// For a thread that is to tell of a stack that overflowed.
void use_signal_stack();

/// What a thread does and where it is, as it says itself, in several lines; empty when it does not
/// answer, or does something else than `what` by now. The thread is interrupted for that: so not
/// without need. Not in a signal handler.
std::string ask_thread(int thread, const Doing& what);

/// The number of this thread, as the system counts them.
int this_thread();

/// From now on this signal has all threads that are in a step print their stacks to stderr, and
/// then the line `end_of_stacks`.
void print_stacks_on(int signal);

inline constexpr std::string_view end_of_stacks =
    "\x1e\x1f"
    "end of stacks";

}  // namespace omma
