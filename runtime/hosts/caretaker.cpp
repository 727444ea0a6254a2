// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/caretaker.hpp"

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
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <future>
#include <span>

namespace omma::hosts {
namespace {

constexpr std::size_t longest_line = 4096;

/// Turns bytes into lines; a line that does not end is cut.
class Lines {
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

struct Ward {
  Child child;
  Descriptor process;  // readable once it has ended
  std::array<Descriptor, 2> pipes;
  std::array<Lines, 2> lines;
};

struct Pipe {
  Descriptor reading, writing;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(Code::unavailable, std::string("pipe: ") + std::strerror(errno));
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

/// What is needed between fork and exec, where nothing may be allocated.
struct Recipe {
  std::vector<char*> arguments, environment;
  cpu_set_t cores;
  bool pinned;
  int inherited, out, error;
  pid_t parent;
};

[[noreturn]] void become(const Recipe& recipe) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != recipe.parent) _exit(127);  // it died just before
  setpgid(0, 0);                               // Ctrl-C at the terminal is not for it
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(recipe.out, 1);
  dup2(recipe.error, 2);
  if (recipe.inherited >= 0) fcntl(recipe.inherited, F_SETFD, 0);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (recipe.pinned) sched_setaffinity(0, sizeof(recipe.cores), &recipe.cores);
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvpe(recipe.arguments[0], recipe.arguments.data(), recipe.environment.data());
  dprintf(2, "%s: %s\n", recipe.arguments[0], strerror(errno));
  _exit(127);
}

bool has_more(const Descriptor& pipe) {
  pollfd ready{pipe.get(), POLLIN, 0};
  return pipe && poll(&ready, 1, 0) > 0 && (ready.revents & POLLIN) != 0;
}

Ending ending_of(int status) {
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WEXITSTATUS(status)};
}

}  // namespace

std::string Ending::text() const {
  if (!by_signal) return "exited with status " + std::to_string(code);
  const char* name = sigabbrev_np(code);
  return "was killed by " + (name != nullptr ? "SIG" + std::string(name) : std::to_string(code));
}

struct Caretaker::State {
  std::mutex mutex;
  std::deque<std::packaged_task<Result<pid_t>()>> requests;
  Descriptor bell;
  std::vector<std::unique_ptr<Ward>> wards;  // the thread's own
  std::thread thread;

  void loop();
  std::vector<pollfd> watched() const;
  bool attend(Ward& ward, std::span<const pollfd> events);
  void handle_requests();
  Result<pid_t> start(const Program& program, Child child);
  bool hear(Ward& ward, std::size_t pipe);
  void bury(Ward& ward);
};

Result<pid_t> Caretaker::State::start(const Program& program, Child child) {
  auto out = make_pipe(), error = make_pipe();
  if (!out || !error) return tl::make_unexpected(out ? error.error() : out.error());
  Recipe recipe{pointers(program.arguments),
                pointers(program.environment),
                {},
                !program.cores.empty(),
                program.inherited,
                out->writing.get(),
                error->writing.get(),
                getpid()};
  CPU_ZERO(&recipe.cores);
  for (const int core : program.cores) CPU_SET(core, &recipe.cores);
  const pid_t pid = fork();
  if (pid == 0) become(recipe);
  if (pid > 0) setpgid(pid, pid);  // here too: whichever comes first
  if (pid < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
  auto& ward = wards.emplace_back(std::make_unique<Ward>());
  ward->child = std::move(child);
  ward->child.pid = pid;
  ward->process = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  ward->pipes = {std::move(out->reading), std::move(error->reading)};
  return pid;
}

/// False when nothing more comes out of this pipe.
bool Caretaker::State::hear(Ward& ward, std::size_t pipe) {
  std::array<char, 65536> bytes;
  const ssize_t count = read(ward.pipes[pipe].get(), bytes.data(), bytes.size());
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  ward.lines[pipe].add({bytes.data(), static_cast<std::size_t>(count)}, ward.child.on_line);
  return count > 0;
}

/// The child is gone: whoever it left behind is ended too, and its last words are told.
void Caretaker::State::bury(Ward& ward) {
  kill(-ward.child.pid, SIGKILL);
  int status = 0;
  waitpid(ward.child.pid, &status, 0);
  for (std::size_t pipe = 0; pipe < 2; ++pipe) {
    while (has_more(ward.pipes[pipe]) && hear(ward, pipe)) {
    }
    ward.lines[pipe].flush(ward.child.on_line);
  }
  ward.child.on_end(ending_of(status));
}

void Caretaker::State::handle_requests() {
  std::uint64_t rings = 0;
  static_cast<void>(read(bell.get(), &rings, sizeof(rings)));
  for (;;) {
    std::packaged_task<Result<pid_t>()> request;
    {
      const std::lock_guard lock(mutex);
      if (requests.empty()) return;
      request = std::move(requests.front());
      requests.pop_front();
    }
    request();
  }
}

/// The bell, and of each ward its pipes and its end.
std::vector<pollfd> Caretaker::State::watched() const {
  std::vector<pollfd> list{{bell.get(), POLLIN, 0}};
  for (const auto& ward : wards) {
    for (const Descriptor& pipe : ward->pipes) list.push_back({pipe.get(), POLLIN, 0});
    list.push_back({ward->process.get(), POLLIN, 0});
  }
  return list;
}

/// `events` are those of its pipes and of its end. True when it has ended.
bool Caretaker::State::attend(Ward& ward, std::span<const pollfd> events) {
  for (std::size_t pipe = 0; pipe < ward.pipes.size(); ++pipe) {
    if (events[pipe].revents != 0 && !hear(ward, pipe)) ward.pipes[pipe] = Descriptor();
  }
  if (events[ward.pipes.size()].revents == 0) return false;
  bury(ward);
  return true;
}

void Caretaker::State::loop() {
  pthread_setname_np(pthread_self(), "omma.hosts");
  for (;;) {
    std::vector<pollfd> events = watched();
    if (poll(events.data(), events.size(), -1) < 0) continue;
    const std::span<const pollfd> of_wards = std::span(events).subspan(1);
    std::size_t next = 0;
    std::erase_if(wards,
                  [&](const auto& ward) { return attend(*ward, of_wards.subspan(3 * next++, 3)); });
    if (events[0].revents != 0) handle_requests();
  }
}

Caretaker::Caretaker() : state_(std::make_unique<State>()) {
  state_->bell = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  state_->thread = std::thread([this] { state_->loop(); });
}

Caretaker& Caretaker::global() {
  static auto* caretaker = new Caretaker;  // its thread ends with the process
  return *caretaker;
}

Result<pid_t> Caretaker::start(const Program& program, Child child) {
  std::packaged_task<Result<pid_t>()> request(
      [&, this] { return state_->start(program, std::move(child)); });
  auto answer = request.get_future();
  {
    const std::lock_guard lock(state_->mutex);
    state_->requests.push_back(std::move(request));
  }
  const std::uint64_t ring = 1;
  static_cast<void>(write(state_->bell.get(), &ring, sizeof(ring)));
  return answer.get();
}

}  // namespace omma::hosts
