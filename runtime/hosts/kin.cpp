// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/kin.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "runtime/base/files.hpp"
#include "runtime/hosts/bare_fork.hpp"

namespace omma::hosts {
namespace {

constexpr std::string_view variable = "OMMA_RUN";
constexpr int tries_to_wait = 50;
constexpr std::chrono::milliseconds between_tries{1};

/// Pids are used again; with the time of its start it is one process.
std::string mark_of_this_process() {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return std::string(variable) + "=" + std::to_string(getpid()) + "." + std::to_string(now) + ".";
}

/// The children of all threads of this process.
std::vector<pid_t> children() {
  std::vector<pid_t> list;
  std::error_code none;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", none)) {
    std::ifstream file(task.path() / "children");
    for (pid_t child = 0; file >> child;) list.push_back(child);
  }
  return list;
}

bool marked(pid_t process, const std::string& mark) {
  const auto text = file_text("/proc/" + std::to_string(process) + "/environ");
  return text && text->find(mark) != std::string::npos;
}

// ---- the keeper: a copy of a process with threads, so it calls nothing but the system

/// What getdents64(2) gives.
struct Entry {
  std::uint64_t inode;
  std::int64_t offset;
  std::uint16_t length;
  std::uint8_t type;
  char name[1];  // NOLINT(modernize-avoid-c-arrays): the kernel's layout
};

pid_t number_in(const char* name) {
  pid_t number = 0;
  const auto end = name + std::strlen(name);
  return std::from_chars(name, end, number).ptr == end ? number : 0;
}

/// The variable may lie across two pieces of the environment that are read, so they overlap.
bool environment_holds(int folder, const char* process, const char* mark, std::size_t length) {
  std::array<char, 64> path{};
  std::strncpy(path.data(), process, 32);
  std::strcat(path.data(), "/environ");
  const int file = openat(folder, path.data(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  static std::array<char, 65536> bytes;  // not on the stack of a thread that may be small
  std::size_t kept = 0;
  bool found = false;
  ssize_t count = 0;
  while (!found && (count = read(file, bytes.data() + kept, bytes.size() - kept)) > 0) {
    const std::size_t size = kept + static_cast<std::size_t>(count);
    found = memmem(bytes.data(), size, mark, length) != nullptr;
    kept = size < length ? size : length;
    std::memmove(bytes.data(), bytes.data() + size - kept, kept);
  }
  close(file);
  return found;
}

/// Returns how many it ended.
int end_marked(const char* mark, std::size_t length) {
  const int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  alignas(Entry) static std::array<char, 32768> entries;
  int ended = 0;
  long size = 0;
  while ((size = syscall(SYS_getdents64, folder, entries.data(), entries.size())) > 0) {
    for (long at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const Entry*>(entries.data() + at);
      at += entry->length;
      const pid_t process = number_in(entry->name);
      if (process <= 0 || process == getpid()) continue;
      if (!environment_holds(folder, entry->name, mark, length)) continue;
      ended += kill(process, SIGKILL) == 0 ? 1 : 0;
    }
  }
  close(folder);
  return ended;
}

/// Sleeps until nobody holds the other end of the pipe any more.
[[noreturn]] void keep(int pipe, const char* mark, std::size_t length) {
  pipe = fcntl(pipe, F_DUPFD, 10);  // where nothing below takes its place
  setsid();
  prctl(PR_SET_NAME, "omma.keeper");
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_IGN);
  const int nothing = open("/dev/null", O_RDWR);
  for (int each = 0; each < 3; ++each) dup2(nothing, each);
  dup2(pipe, 3);
  syscall(SYS_close_range, 4U, ~0U, 0);
  char byte = 0;
  while (read(3, &byte, 1) < 0 && errno == EINTR) {
  }
  for (int round = 0; round < 100 && end_marked(mark, length) > 0; ++round) usleep(10'000);
  _exit(0);
}

/// At the end of this process. Not every process 1 waits for those that it inherits.
void forget_ended_children() {
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

}  // namespace

Kin& Kin::of_this_process() {
  static Kin* kin = new Kin;
  return *kin;
}

Kin::Kin() : mark_(mark_of_this_process()) {
  start_keeper();  // first: it is nobody's child
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::atexit(forget_ended_children);
  std::at_quick_exit(forget_ended_children);
}

/// The writing end of the pipe stays open as long as this process lives.
void Kin::start_keeper() const {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) return;
  const pid_t middle = bare_fork();
  if (middle == 0) {
    close(pipe[1]);
    if (bare_fork() == 0) keep(pipe[0], mark_.c_str(), mark_.size());
    _exit(0);
  }
  close(pipe[0]);
  if (middle > 0) waitpid(middle, nullptr, 0);
}

std::string Kin::next_mark() { return mark_ + std::to_string(++hosts_) + "."; }

/// Whoever dies leaves its children to this process in turn. One that does not die, as in a call of
/// a driver, is waited for later.
void Kin::end_orphans(const std::string& mark) {
  for (bool found = true; found;) {
    found = false;
    for (const pid_t child : children()) {
      if (killed_.contains(child) || !marked(child, mark)) continue;
      kill(child, SIGKILL);
      killed_.insert(child);
      found = true;
    }
    for (int tries = 0; found && !killed_.empty() && tries < tries_to_wait; ++tries) {
      wait_for_killed();
      if (!killed_.empty()) std::this_thread::sleep_for(between_tries);
    }
  }
}

void Kin::wait_for_killed() {
  std::erase_if(killed_, [](const pid_t child) { return waitpid(child, nullptr, WNOHANG) != 0; });
}

/// It stands after the name, which is in parentheses.
char process_state(pid_t process) {
  const auto text = file_text("/proc/" + std::to_string(process) + "/stat");
  const auto name_end = text ? text->rfind(") ") : std::string::npos;
  return name_end == std::string::npos ? '\0' : (*text)[name_end + 2];
}

void Kin::forget_ended(const std::set<pid_t>& hosts) {
  wait_for_killed();
  const pid_t own_session = getsid(0);
  for (const pid_t child : children()) {
    if (hosts.contains(child) || process_state(child) != 'Z') continue;
    if (hosts.contains(getpgid(child)) || getsid(child) != own_session)
      waitpid(child, nullptr, WNOHANG);
  }
}

}  // namespace omma::hosts
