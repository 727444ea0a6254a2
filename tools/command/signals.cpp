// SPDX-License-Identifier: Apache-2.0
#include "tools/command/signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace omma::command {
namespace {

constexpr std::array<int, 3> heard_signals{SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t write_end = -1;

constexpr char signal_byte = 's';
constexpr char end_byte = 'e';

void send(char byte) { static_cast<void>(!write(write_end, &byte, 1)); }

extern "C" void on_signal(int) {
  const int error = errno;
  send(signal_byte);
  errno = error;
}

void install() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : heard_signals) {
    struct sigaction earlier {};
    sigaction(signal, nullptr, &earlier);
    if (earlier.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
}

void ignore() {
  for (const int signal : heard_signals) std::signal(signal, SIG_IGN);
}

}  // namespace

Signals::Signals(std::function<void(int count)> heard) : heard_(std::move(heard)) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  read_end_ = ends[0];
  write_end = ends[1];
  thread_ = std::thread([this] { listen(); });
  install();
}

Signals::~Signals() {
  ignore();
  send(end_byte);
  thread_.join();
  close(write_end);
  close(read_end_);
  write_end = -1;
}

void Signals::listen() const {
  for (int count = 0;;) {
    char byte = end_byte;
    const ssize_t size = read(read_end_, &byte, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size != 1 || byte == end_byte) return;
    heard_(++count);
  }
}

}  // namespace omma::command
