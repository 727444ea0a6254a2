// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/crash.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace omma {
namespace {

constexpr std::array crashes{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr int deepest_stack = 64;
constexpr std::size_t signal_stack_bytes = 64 * 1024;
constexpr long patience_ns = 100'000'000;  // for an answer
constexpr unsigned patience_s = 2;  // a crash in the allocator may leave a lock that is needed here

std::atomic<int> crashed_by{0};  // the signal
std::atomic<int> crashing_thread{0};

void put(const char* text, std::size_t size) {
  static_cast<void>(write(STDERR_FILENO, text, size));
}
void put(std::string_view text) { put(text.data(), text.size()); }

/// "  omma::Threshold::process(cv::Mat const&) (libtools.so)". Returns the length.
std::size_t write_call(void* address, char* into, std::size_t size) {
  Dl_info info{};
  int length = 0;
  if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) {
    length = std::snprintf(into, size, "  %p\n", address);
  } else {
    const char* slash = std::strrchr(info.dli_fname, '/');
    const char* file = slash != nullptr ? slash + 1 : info.dli_fname;
    const auto offset = static_cast<char*>(address) - static_cast<char*>(info.dli_fbase);
    char* name = info.dli_sname == nullptr
                     ? nullptr
                     : abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, nullptr);
    const char* shown = name != nullptr ? name : info.dli_sname;
    length = shown != nullptr ? std::snprintf(into, size, "  %.800s (%s)\n", shown, file)
                              : std::snprintf(into, size, "  %s+0x%tx\n", file, offset);
    std::free(name);
  }
  return std::min(static_cast<std::size_t>(std::max(length, 0)), size - 1);
}

/// A stack, innermost call first.
struct Stack {
  std::array<void*, deepest_stack> calls{};
  int depth = 0;
  int first = 0;  // before it are those of the signal handler

  /// In a signal handler of so many functions.
  [[gnu::always_inline]] void take(int own_calls) {
    depth = backtrace(calls.data(), deepest_stack);
    first = std::min(own_calls + 1, depth);  // and what the system calls it from
  }
};

/// Calls down to those by which omma steps an actor, which say nothing about it.
template <class F>
void for_each_call(const Stack& stack, const F& take) {
  std::array<char, 1024> line;
  for (int i = stack.first; i < stack.depth; ++i) {
    const std::size_t size =
        write_call(stack.calls[static_cast<std::size_t>(i)], line.data(), line.size());
    const std::string_view call(line.data(), size);
    take(call);
    if (call.find("omma::Declared<") != std::string_view::npos)
      return;  // `process` may be a part of it
  }
}

void put_doing() {
  std::array<char, 256> text;
  const Doing* doing = DoingScope::current;
  if (doing != nullptr) return put(text.data(), doing->tell(text.data(), text.size()));
  put("omma, in no step of an actor,");
}

void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
}

void on_crash(int signal, siginfo_t* about, void*) {
  const int first = crashed_by.exchange(signal);
  const int me = static_cast<int>(syscall(SYS_gettid));
  if (first != 0 && crashing_thread != me) {
    for (;;) pause();  // the other one tells, and ends all
  }
  if (first != 0) return end_by(signal);
  crashing_thread = me;
  std::signal(SIGALRM, [](int) { end_by(crashed_by); });
  alarm(patience_s);
  put_doing();
  const char* name = sigabbrev_np(signal);
  std::array<char, 160> text;
  const bool of_memory = signal == SIGSEGV || signal == SIGBUS;
  const int length =
      of_memory
          ? std::snprintf(text.data(), text.size(),
                          " crashed: SIG%s at address %p; it was here (innermost call first):\n",
                          name, about->si_addr)
          : std::snprintf(text.data(), text.size(),
                          " crashed: SIG%s; it was here (innermost call first):\n", name);
  put(text.data(), static_cast<std::size_t>(length));
  Stack stack;
  stack.take(1);
  for_each_call(stack, [](std::string_view line) { put(line); });
  end_by(signal);
}

// ---- asking a thread

const int asking = SIGRTMIN + 1;

/// What the thread that is asked says; written by its handler, read once it has posted.
struct Answer {
  std::atomic<int> asked{0};                  // the thread
  std::atomic<const Doing*> wanted{nullptr};  // null: whatever it does
  std::array<char, 256> doing{};
  std::size_t size = 0;
  Stack stack;
  sem_t given{};
};

Answer& answer() {
  static auto* one = [] {
    auto* made = new Answer;
    sem_init(&made->given, 0, 0);
    return made;
  }();
  return *one;
}

void on_ask(int) {
  const int error = errno;
  Answer& mine = answer();
  int me = static_cast<int>(syscall(SYS_gettid));
  if (!mine.asked.compare_exchange_strong(me, 0)) {  // it took too long; somebody else is asked now
    errno = error;
    return;
  }
  const Doing* doing = DoingScope::current;
  const Doing* wanted = mine.wanted.load();
  mine.size = 0;
  if (doing != nullptr && (wanted == nullptr || doing == wanted)) {
    mine.size = doing->tell(mine.doing.data(), mine.doing.size());
    mine.stack.take(1);
  }
  sem_post(&mine.given);
  errno = error;
}

/// False when the thread does not come to answer, as one in a call of the system that can not be
/// interrupted.
bool wait_for_answer() {
  timespec until{};
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += patience_ns;
  if (until.tv_nsec >= 1'000'000'000) until = {until.tv_sec + 1, until.tv_nsec - 1'000'000'000};
  while (sem_timedwait(&answer().given, &until) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

std::string answer_of(int thread, const Doing* wanted) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  Answer& its = answer();
  while (sem_trywait(&its.given) == 0) {  // somebody answered too late
  }
  its.wanted = wanted;
  its.asked = thread;
  if (syscall(SYS_tgkill, getpid(), thread, asking) != 0 || !wait_for_answer() || its.size == 0)
    return "";
  std::string text(its.doing.data(), its.size);
  text += " is here (innermost call first):";
  for_each_call(its.stack, [&](std::string_view line) {
    text += '\n';
    text += line.substr(0, line.size() - 1);
  });
  return text;
}

void print_all() {
  std::error_code none;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", none)) {
    const int thread = std::atoi(task.path().filename().c_str());
    if (thread == this_thread()) continue;
    const std::string text = answer_of(thread, nullptr);
    if (!text.empty()) put(text + "\n");
  }
  put(std::string(end_of_stacks) + "\n");
}

/// What a handler needs is there before.
void make_ready() {
  void* none = nullptr;
  backtrace(&none, 1);  // the first call allocates
  answer();
}

void listen_to_questions() {
  static const bool listens = [] {
    make_ready();
    struct sigaction action {};
    action.sa_handler = on_ask;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigaction(asking, &action, nullptr);
    return true;
  }();
  static_cast<void>(listens);
}

}  // namespace

/// Who has one already, as a thread that a sanitizer watches, keeps it.
void use_signal_stack() {
  struct SignalStack {
    std::unique_ptr<char[]> memory;

    SignalStack() {
      stack_t now{};
      sigaltstack(nullptr, &now);
      if ((now.ss_flags & SS_DISABLE) == 0) return;
      memory.reset(new char[signal_stack_bytes]);
      stack_t stack{};
      stack.ss_sp = memory.get();
      stack.ss_size = signal_stack_bytes;
      sigaltstack(&stack, nullptr);
    }
    ~SignalStack() {
      if (memory == nullptr) return;
      stack_t none{};
      none.ss_flags = SS_DISABLE;
      sigaltstack(&none, nullptr);
    }
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;
  };
  thread_local const SignalStack stack;
  static_cast<void>(stack);
}

void explain_crashes() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  make_ready();
  use_signal_stack();
  struct sigaction action {};
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (const int signal : crashes) sigaction(signal, &action, nullptr);
#endif
}

int this_thread() {
  thread_local const int number = static_cast<int>(syscall(SYS_gettid));
  return number;
}

std::string ask_thread(int thread, const Doing& what) {
  listen_to_questions();
  return answer_of(thread, &what);
}

/// Libraries may have started threads before anybody could block a signal in them, so it is handled
/// and not waited for.
void print_stacks_on(int signal) {
  listen_to_questions();
  static sem_t asked;
  sem_init(&asked, 0, 0);
  struct sigaction action {};
  action.sa_handler = [](int) {
    const int error = errno;
    sem_post(&asked);
    errno = error;
  };
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigaction(signal, &action, nullptr);
  std::thread([] {
    for (;;) {
      if (sem_wait(&asked) == 0) print_all();
    }
  }).detach();
}

}  // namespace omma
