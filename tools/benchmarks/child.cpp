// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace omma::bench {

Child::Child(const std::vector<std::string>& command) : name_(command.front()) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int failed =
      posix_spawnp(&id_, name_.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  output_ = ends[0];
  if (failed == 0) return;
  close(output_);
  throw std::runtime_error("cannot start " + name_);
}

Child::~Child() {
  close(output_);
  if (id_ < 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

double Child::resident_mb() const {
  std::ifstream file("/proc/" + std::to_string(id_) + "/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::string Child::wait() {
  std::string output;
  char buffer[512];
  for (ssize_t got = 0; (got = read(output_, buffer, sizeof buffer)) > 0;) {
    output.append(buffer, static_cast<std::size_t>(got));
  }
  int status = 0;
  waitpid(std::exchange(id_, -1), &status, 0);
  if (status != 0) throw std::runtime_error(name_ + " failed: " + output);
  return output;
}

std::string beside(const std::string& program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program;
}

}  // namespace omma::bench
