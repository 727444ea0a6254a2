// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/process_spawner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <future>
#include <set>
#include <span>

#include "runtime/hosts/bare_fork.hpp"
#include "runtime/hosts/kin.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t longest_line = 4096;
constexpr int most_last_reads = 64;   // somebody else may hold its pipe, and go on
constexpr int between_sweeps = 1000;  // ms; for what children of these children left behind

std::atomic<bool> begun{false};  // that there is a spawner

/// Turns bytes into lines; a line that does not end is cut.
class LineSplitter {
 public:
  template <class F>
  void add(std::string_view bytes, const F& line) {
    for (const char each : bytes) {
      if (each != '\n') text_ += each;
      if (each == '\n' || text_.size() >= longest_line) flush(line);
    }
  }
  template <class F>
  void flush(const F& line) {
    if (!text_.empty()) line(std::exchange(text_, {}));
  }

 private:
  std::string text_;
};

struct Child {
  pid_t pid;
  std::string mark;  // of what it starts
  ChildEvents events;
  Descriptor process;  // readable once it has ended
  std::array<Descriptor, 2> pipes;
  std::array<LineSplitter, 2> lines;
};

tl::unexpected<Error> failed(const char* call) {
  return fail(Code::unavailable, std::string(call) + ": " + std::strerror(errno));
}

struct PipeEnds {
  Descriptor reading, writing;
};

Result<PipeEnds> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return failed("pipe");
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return PipeEnds{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

/// What is needed between fork and exec, where nothing may be allocated.
struct ExecSpec {
  std::vector<char*> arguments, environment;
  cpu_set_t cores;
  bool pinned;
  int inherited, out, error;
  pid_t parent;
};

[[noreturn]] void exec_child(const ExecSpec& spec) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != spec.parent) _exit(127);  // it died just before
  setpgid(0, 0);                             // Ctrl-C at the terminal is not for it
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(spec.out, 1);
  dup2(spec.error, 2);
  if (spec.inherited >= 0) fcntl(spec.inherited, F_SETFD, 0);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (spec.pinned) sched_setaffinity(0, sizeof(spec.cores), &spec.cores);
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvpe(spec.arguments[0], spec.arguments.data(), spec.environment.data());
  const char* error = strerrordesc_np(errno);
  for (const char* text : {static_cast<const char*>(spec.arguments[0]), ": ", error, "\n"})
    static_cast<void>(!write(2, text, std::strlen(text)));
  _exit(127);
}

bool has_more(const Descriptor& pipe) {
  pollfd ready{pipe.get(), POLLIN, 0};
  return pipe && poll(&ready, 1, 0) > 0 && (ready.revents & POLLIN) != 0;
}

/// It has ended. Its number stays its own until it is waited for.
ExitStatus exit_status_of(pid_t child) {
  siginfo_t ended{};
  waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);
  return {ended.si_code != CLD_EXITED, ended.si_status};
}

}  // namespace

std::string ExitStatus::text() const {
  if (!by_signal) return "exited with status " + std::to_string(code);
  const char* name = sigabbrev_np(code);
  return "was killed by " + (name != nullptr ? "SIG" + std::string(name) : std::to_string(code));
}

struct ProcessSpawner::State {
  std::mutex mutex;
  std::deque<std::packaged_task<void()>> requests;
  Descriptor bell;
  std::vector<std::unique_ptr<Child>> children;  // the thread's own
  std::chrono::steady_clock::time_point swept;
  std::thread thread;

  void loop();
  void sweep();
  std::vector<pollfd> watched() const;
  bool handle_events(Child& child, std::span<const pollfd> events);
  void handle_requests();
  Result<pid_t> start(const Program& program, ChildEvents events);
  bool read_output(Child& child, std::size_t pipe);
  void read_printed();
  void reap(Child& child);
};

Result<pid_t> ProcessSpawner::State::start(const Program& program, ChildEvents events) {
  auto out = make_pipe(), error = make_pipe();
  if (!out || !error) return tl::make_unexpected(out ? error.error() : out.error());
  const std::string mark = Kin::of_this_process().next_mark();
  std::vector<std::string> environment = program.environment;
  environment.push_back(mark);
  ExecSpec spec{pointers(program.arguments),
                pointers(environment),
                {},
                !program.cores.empty(),
                program.inherited,
                out->writing.get(),
                error->writing.get(),
                getpid()};
  CPU_ZERO(&spec.cores);
  for (const int core : program.cores) CPU_SET(core, &spec.cores);
  const pid_t pid = bare_fork();
  if (pid == 0) exec_child(spec);
  if (pid < 0) return failed("fork");
  setpgid(pid, pid);  // here too: whichever comes first
  Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!process) {  // nobody would hear of its end
    const auto refusal = failed("pidfd_open");
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return refusal;
  }
  auto& child = children.emplace_back(std::make_unique<Child>());
  child->pid = pid;
  child->mark = mark;
  child->events = std::move(events);
  child->process = std::move(process);
  child->pipes = {std::move(out->reading), std::move(error->reading)};
  return pid;
}

/// False when nothing more comes out of this pipe.
bool ProcessSpawner::State::read_output(Child& child, std::size_t pipe) {
  std::array<char, 65536> bytes;
  const ssize_t count = read(child.pipes[pipe].get(), bytes.data(), bytes.size());
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  child.lines[pipe].add({bytes.data(), static_cast<std::size_t>(count)}, child.events.on_line);
  return count > 0;
}

/// No pipe holds more than one reading takes. What has ended is found by the loop.
void ProcessSpawner::State::read_printed() {
  for (const auto& child : children) {
    for (std::size_t pipe = 0; pipe < child->pipes.size(); ++pipe) {
      if (has_more(child->pipes[pipe])) read_output(*child, pipe);
    }
  }
}

/// The child has ended: so do those that it left behind, and its last output is read.
void ProcessSpawner::State::reap(Child& child) {
  Kin::of_this_process().end_orphans(child.mark);
  kill(-child.pid, SIGKILL);
  for (std::size_t pipe = 0; pipe < 2; ++pipe) {
    for (int reads = 0; reads < most_last_reads && has_more(child.pipes[pipe]); ++reads) {
      if (!read_output(child, pipe)) break;
    }
    child.lines[pipe].flush(child.events.on_line);
  }
  const ExitStatus status = exit_status_of(child.pid);
  while (waitpid(-child.pid, nullptr, WNOHANG) > 0) {  // its group, as far as it has ended
  }
  child.events.on_exit(status);  // at once: its number may be another's from now on
}

void ProcessSpawner::State::handle_requests() {
  std::uint64_t rings = 0;
  static_cast<void>(read(bell.get(), &rings, sizeof(rings)));
  for (;;) {
    std::packaged_task<void()> request;
    {
      const std::lock_guard lock(mutex);
      if (requests.empty()) return;
      request = std::move(requests.front());
      requests.pop_front();
    }
    request();
  }
}

/// Now and then.
void ProcessSpawner::State::sweep() {
  const auto now = std::chrono::steady_clock::now();
  if (children.empty() || now - swept < std::chrono::milliseconds(between_sweeps)) return;
  swept = now;
  std::set<pid_t> hosts;
  for (const auto& child : children) hosts.insert(child->pid);
  Kin::of_this_process().forget_ended(hosts);
}

/// The bell, and of each child its pipes and its end.
std::vector<pollfd> ProcessSpawner::State::watched() const {
  std::vector<pollfd> list{{bell.get(), POLLIN, 0}};
  for (const auto& child : children) {
    for (const Descriptor& pipe : child->pipes) list.push_back({pipe.get(), POLLIN, 0});
    list.push_back({child->process.get(), POLLIN, 0});
  }
  return list;
}

/// `events` are those of its pipes and of its end. True when it has ended.
bool ProcessSpawner::State::handle_events(Child& child, std::span<const pollfd> events) {
  for (std::size_t pipe = 0; pipe < child.pipes.size(); ++pipe) {
    if (events[pipe].revents != 0 && !read_output(child, pipe)) child.pipes[pipe] = Descriptor();
  }
  if (events[child.pipes.size()].revents == 0) return false;
  reap(child);
  return true;
}

void ProcessSpawner::State::loop() {
  pthread_setname_np(pthread_self(), "omma.hosts");
  for (;;) {
    std::vector<pollfd> events = watched();
    const int changed = poll(events.data(), events.size(), children.empty() ? -1 : between_sweeps);
    sweep();
    if (changed < 0) continue;
    const std::span<const pollfd> of_children = std::span(events).subspan(1);
    std::size_t next = 0;
    std::erase_if(children, [&](const auto& child) {
      return handle_events(*child, of_children.subspan(3 * next++, 3));
    });
    if (events[0].revents != 0) handle_requests();
  }
}

ProcessSpawner::ProcessSpawner() : state_(std::make_unique<State>()) {
  state_->bell = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  state_->thread = std::thread([this] { state_->loop(); });
}

ProcessSpawner& ProcessSpawner::global() {
  static auto* spawner = new ProcessSpawner;  // its thread ends with the process
  begun = true;
  return *spawner;
}

/// Waits for its answer.
template <class F>
auto ProcessSpawner::on_thread(F work) {
  std::packaged_task<decltype(work())()> task(std::move(work));
  auto answer = task.get_future();
  {
    const std::lock_guard lock(state_->mutex);
    state_->requests.emplace_back(std::move(task));
  }
  const std::uint64_t ring = 1;
  static_cast<void>(write(state_->bell.get(), &ring, sizeof(ring)));
  return answer.get();
}

Result<pid_t> ProcessSpawner::start(const Program& program, ChildEvents events) {
  if (!state_->bell) return fail(Code::unavailable, "eventfd: there was no descriptor for it");
  return on_thread([&, this] { return state_->start(program, std::move(events)); });
}

void ProcessSpawner::read_printed() {
  if (!begun || !global().state_->bell) return;  // there is no child
  global().on_thread([] { global().state_->read_printed(); });
}

}  // namespace omma::hosts
