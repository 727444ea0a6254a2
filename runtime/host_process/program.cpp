// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/program.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include "runtime/base/crash.hpp"
#include "runtime/contract/plugin.hpp"
#include "runtime/host_process/channel.hpp"

namespace omma::host_process {
namespace {

using hosts::Descriptor;
using hosts::Head;
using hosts::Message;
using hosts::Reader;

/// All that this process serves.
class Program {
 public:
  explicit Program(hosts::Socket control) : control_(std::move(control)) {}

  /// Takes memory and actors as the runner hands them over, until it closes the socket.
  void obey() {
    std::vector<std::byte> buffer(hosts::longest_message);
    std::span<const std::byte> message;
    Descriptor passed;
    while (control_.receive_passed(buffer, message, passed)) take(message, std::move(passed));
    await_ends();
  }

 private:
  void take(std::span<const std::byte> message, Descriptor passed) {
    Reader reader(message);
    const auto head = reader.take<Head>();
    if (head.kind == Message::slab) {
      const auto added =
          memory_.add(static_cast<std::uint32_t>(head.number), passed, head.items != 0);
      if (!added) _exit(1);  // nothing can be done without it
    } else if (head.kind == Message::forget) {
      memory_.forget(static_cast<std::uint32_t>(head.number));
    } else if (head.kind == Message::channel) {
      begin(hosts::Socket(std::move(passed)));
    } else if (head.kind == Message::prepare) {
      static_cast<void>(load_plugin(std::string(reader.rest())));  // whoever loads it is told
    }
  }

  void begin(hosts::Socket socket) {
    {
      const std::lock_guard lock(mutex_);
      ++served_;
    }
    std::thread([this, socket = std::move(socket)]() mutable {
      use_signal_stack();
      { Channel(std::move(socket), memory_).serve(); }
      const std::lock_guard lock(mutex_);
      --served_;
      ended_.notify_all();
    }).detach();
  }

  /// The runner has closed the sockets of all actors, too; they close what they opened.
  void await_ends() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return served_ == 0; });
  }

  hosts::Socket control_;
  MappedSlabs memory_;
  std::mutex mutex_;
  std::condition_variable ended_;
  int served_ = 0;
};

}  // namespace

int serve(int control) {
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C is the runner's to handle
  explain_crashes();
  print_stacks_on(SIGUSR1);
  Program(hosts::Socket(Descriptor(control))).obey();
  _exit(0);  // foreign libraries are not torn down while threads of theirs may run
}

}  // namespace omma::host_process
