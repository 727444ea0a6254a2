// SPDX-License-Identifier: Apache-2.0
#include "tools/command/background.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/Error.hpp>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

constexpr off_t most_console = 1 << 20;  // bytes

[[noreturn]] void refuse(const char* what) {
  std::cerr << "omma: --detach: " << what << ": " << std::strerror(errno) << "\n";
  throw CLI::RuntimeError(failed);
}

/// Empty where the other end is closed before one came.
std::string line_from(int descriptor) {
  std::string line;
  for (char c = 0;;) {
    const ssize_t count = read(descriptor, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return {};
    if (c == '\n') return line;
    line += c;
  }
}

/// What the run tells when it runs is its name.
[[noreturn]] void await(pid_t process, int told) {
  const std::string name = line_from(told);
  if (!name.empty()) {
    print(name + "\n");
    std::cerr << "runs in the background as process " << process << "; 'omma top " << name
              << "' watches it, 'omma logs -f " << name << "' shows what it prints, 'omma stop "
              << name << "' ends it\n";
    throw CLI::RuntimeError(done);
  }
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  throw CLI::RuntimeError(WIFEXITED(status) ? WEXITSTATUS(status) : failed);
}

}  // namespace

std::shared_ptr<Background> Background::begin(bool traced) {
  if (traced) {
    std::cerr
        << "omma: --log-level trace tells each step of each frame on the console, and --detach "
           "leaves that; use 'omma events' and 'omma top', or leave one of them out\n";
    throw CLI::RuntimeError(wrong);
  }
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse("pipe");
  hosts::Descriptor told(ends[0]);
  hosts::Descriptor tells(ends[1]);
  std::cout << std::flush;
  const pid_t process = fork();
  if (process < 0) refuse("fork");
  if (process == 0) return std::shared_ptr<Background>(new Background(std::move(tells)));
  tells = hosts::Descriptor();
  await(process, told.get());
}

/// It is opened to append, so what comes next stands at the begin.
void Background::keep_console_short() {
  struct stat console {};
  if (fstat(STDERR_FILENO, &console) != 0 || console.st_size < most_console) return;
  if (ftruncate(STDERR_FILENO, 0) == 0) std::cerr << "omma: what stood here was let go\n";
}

void Background::leave(const std::string& folder) {
  const hosts::Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const hosts::Descriptor console(open((folder + "/console").c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
  setsid();
  dup2(nothing.get(), STDIN_FILENO);
  dup2(console.get(), STDOUT_FILENO);
  dup2(console.get(), STDERR_FILENO);
  const std::string name = std::filesystem::path(folder).filename().string() + "\n";
  static_cast<void>(!write(told_.get(), name.data(), name.size()));
  told_ = hosts::Descriptor();
}

}  // namespace omma::command
