// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "dsl/draw/draw.hpp"

namespace omma::dsl {
namespace {

/// A file in memory, given to the program as its input or output: so nobody waits for a full pipe.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("omma-draw", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return descriptor_; }

  bool write_all(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return lseek(descriptor_, 0, SEEK_SET) == 0;
  }

  std::string read_all() {
    std::string text;
    lseek(descriptor_, 0, SEEK_SET);
    std::array<char, 65536> block{};
    for (ssize_t size = 0; (size = ::read(descriptor_, block.data(), block.size())) > 0;) {
      text.append(block.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  int descriptor_;
};

struct Streams {
  MemoryFile in;
  MemoryFile out;
  MemoryFile error;
};

/// Runs `dot -Tsvg`; the exit status, or -errno when it did not start.
int run_dot(const Streams& streams) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, streams.in.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, streams.out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, streams.error.descriptor(), STDERR_FILENO);
  std::array<std::string, 2> words{"dot", "-Tsvg"};
  std::array<char*, 3> arguments{words[0].data(), words[1].data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "dot", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -failed;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

Result<std::string> draw_svg(const Plan& plan, const Registry& registry) {
  Streams streams;
  if (!streams.in.write_all(draw_dot(plan, registry))) {
    return fail(Code::failed, std::string("no memory for the picture: ") + std::strerror(errno));
  }
  const int status = run_dot(streams);
  if (status == -ENOENT) {
    return fail(Code::unavailable,
                "the program 'dot' of Graphviz draws the picture, but it is not installed; "
                "run 'sudo apt install graphviz'");
  }
  if (status != 0) {
    return fail(Code::failed, "'dot' could not draw the graph: " +
                                  (status < 0 ? std::strerror(-status) : streams.error.read_all()));
  }
  return streams.out.read_all();
}

}  // namespace omma::dsl
