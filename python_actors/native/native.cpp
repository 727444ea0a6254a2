// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

// What a host cannot do in plain Python: it says what a fault was when an actor wrote into frame
// memory that is mapped read-only, as C code does that ignores numpy's flag (OpenCV before 4.9).

namespace {

/// Memory that is mapped read-only. Read by the signal handler, so nothing here is ever freed.
struct Range {
  std::atomic<std::uintptr_t> begin{0};
  std::atomic<std::uintptr_t> end{0};
};

std::array<Range, 256> ranges;
std::atomic<std::size_t> count{0};
thread_local std::array<char, 128> actor{};  // that runs on this thread
std::array<struct sigaction, 2> before{};    // of SIGSEGV and SIGBUS

constexpr std::array<int, 2> signals{SIGSEGV, SIGBUS};

bool watched(std::uintptr_t address) {
  for (std::size_t i = 0; i < std::min(count.load(), ranges.size()); ++i) {
    if (address >= ranges[i].begin && address < ranges[i].end) return true;
  }
  return false;
}

/// Async-signal-safe.
void print(std::string_view text) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

/// Says what it was, and lets whoever was asked before do the rest: Python's faulthandler prints
/// where.
void explain(int signal, siginfo_t* info, void* context) {
  if (watched(reinterpret_cast<std::uintptr_t>(info->si_addr))) {
    print("'");
    print(actor.data());
    print(
        "' wrote into the pixels of an input, which others read, too; let it work on a copy: "
        "image = image.copy()\n");
  }
  const struct sigaction& old = before[signal == signals[0] ? 0 : 1];
  sigaction(signal, &old, nullptr);
  if ((old.sa_flags & SA_SIGINFO) != 0) return old.sa_sigaction(signal, info, context);
  if (old.sa_handler != SIG_DFL && old.sa_handler != SIG_IGN) old.sa_handler(signal);
}  // else the fault comes again, and ends the process

void install() {
  struct sigaction action {};
  action.sa_sigaction = explain;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &before[i]);
}

void watch(std::uintptr_t address, std::size_t bytes) {
  const std::size_t index = count.load();
  if (index >= ranges.size()) return;
  ranges[index].begin = address;
  ranges[index].end = address + bytes;
  count = index + 1;
}

void protect(const pybind11::int_& address, std::size_t bytes, int access) {
  if (mprotect(PyLong_AsVoidPtr(address.ptr()), bytes, access) == 0) return;
  PyErr_SetFromErrno(PyExc_OSError);
  throw pybind11::error_already_set();
}

void name(const std::string& given) {
  const std::size_t length = given.copy(actor.data(), actor.size() - 1);
  actor[length] = '\0';
}

}  // namespace

PYBIND11_MODULE(_omma_native, module) {
  module.doc() = "Says what it was when an actor wrote into memory that is read-only.";
  module.def("install", install, "Hear faults from now on; after faulthandler.enable().");
  module.def("watch", watch, pybind11::arg("address"), pybind11::arg("bytes"),
             "This memory is read-only. Not to be called by several threads at a time.");
  module.def("protect", protect, pybind11::arg("address"), pybind11::arg("bytes"),
             pybind11::arg("access"), "mprotect(2).");
  module.def("name", name, pybind11::arg("actor"), "The actor that runs on this thread.");
}
