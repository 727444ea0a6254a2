// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/measure.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <new>
#include <thread>

namespace {

std::atomic<std::uint64_t> news{0};

void* counted(std::size_t bytes, std::size_t alignment) {
  news.fetch_add(1, std::memory_order_relaxed);
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* memory = alignment > alignof(std::max_align_t) ? std::aligned_alloc(alignment, rounded)
                                                       : std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// The array and nothrow forms of the library call these.
void* operator new(std::size_t bytes) { return counted(std::max<std::size_t>(bytes, 1), 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace omma::bench {
namespace {

/// One reading of everything a lap is made of.
struct Reading {
  std::uint64_t count = 0;
  std::int64_t wall_ns = 0;
  std::int64_t cpu_ns = 0;
  std::uint64_t allocations = 0;
};

Reading read(std::uint64_t count) { return {count, now_ns(), cpu_ns(), allocations()}; }

Lap between(const Reading& first, const Reading& last) {
  const auto count = static_cast<double>(last.count - first.count);
  if (count == 0) return {NAN, NAN, NAN};
  return {static_cast<double>(last.wall_ns - first.wall_ns) / count,
          static_cast<double>(last.cpu_ns - first.cpu_ns) / count,
          static_cast<double>(last.allocations - first.allocations) / count};
}

}  // namespace

std::int64_t cpu_ns() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec;
}

std::uint64_t allocations() { return news.load(std::memory_order_relaxed); }

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double position = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], position - std::floor(position));
}

int cores() {
  cpu_set_t usable;
  sched_getaffinity(0, sizeof usable, &usable);
  return CPU_COUNT(&usable);
}

OnCores::OnCores(int count) {
  sched_getaffinity(0, sizeof before_, &before_);
  cpu_set_t wanted;
  CPU_ZERO(&wanted);
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&wanted) < count; ++cpu) {
    if (CPU_ISSET(cpu, &before_)) CPU_SET(cpu, &wanted);
  }
  sched_setaffinity(0, sizeof wanted, &wanted);
}

OnCores::~OnCores() { sched_setaffinity(0, sizeof before_, &before_); }

Lap watch(milliseconds window, const std::function<std::uint64_t()>& counter) {
  std::this_thread::sleep_for(window / 4);
  const Reading first = read(counter());
  std::this_thread::sleep_for(window);
  return between(first, read(counter()));
}

Lap repeat(milliseconds window, double per_call, const std::function<void()>& work) {
  for (int warm_up = 0; warm_up < 3; ++warm_up) work();
  const Reading first = read(0);
  std::uint64_t calls = 0;
  while (now_ns() - first.wall_ns < std::chrono::nanoseconds(window).count()) {
    work();
    ++calls;
  }
  const Reading last = read(calls);
  const Lap lap = between(first, last);
  return {lap.wall_ns / per_call, lap.cpu_ns / per_call, lap.allocations / per_call};
}

}  // namespace omma::bench
