// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <atomic>

#include "tools/benchmarks/frames.hpp"
#include "tools/benchmarks/rings.hpp"

namespace omma::bench {
namespace {

constexpr int turns = 64;  // of a ring, per look at the clock

/// The textbook ring for one producer and one consumer.
class SpscRing {
 public:
  bool push(Frame& frame) {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) == slots_.size()) return false;
    slots_[tail % slots_.size()] = std::move(frame);
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  bool pop(Frame& frame) {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return false;
    frame = std::move(slots_[head % slots_.size()]);
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

 private:
  std::array<Frame, 64> slots_;
  alignas(64) std::atomic<std::size_t> head_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
};

/// Moves what is there, but no more than `most`; how many those were.
std::uint64_t move_all(SpscRing& from, SpscRing& to, std::uint64_t most) {
  Frame frame;
  std::uint64_t moved = 0;
  while (moved < most && from.pop(frame)) {
    to.push(frame);
    ++moved;
  }
  return moved;
}

}  // namespace

Lap function_ring(milliseconds window) {
  Frames memory(1);
  std::array<std::function<void(Frame &&)>, ring_size> chain;
  chain.back() = [&](Frame&& frame) { memory.frames[0] = std::move(frame); };
  for (std::size_t i = ring_size - 1; i-- > 0;) {
    chain[i] = [&next = chain[i + 1]](Frame&& frame) { next(std::move(frame)); };
  }
  return repeat(window, turns * static_cast<double>(ring_size), [&] {
    for (int i = 0; i < turns; ++i) chain[0](std::move(memory.frames[0]));
  });
}

Lap spsc_ring(const RingSetup& setup) {
  Frames memory(setup.in_flight);
  std::vector<SpscRing> rings(ring_size);
  for (std::size_t i = 0; i < setup.in_flight; ++i) rings[i % ring_size].push(memory.frames[i]);
  constexpr std::uint64_t hops = turns * ring_size;
  return repeat(setup.window, hops, [&] {
    for (std::uint64_t moved = 0, at = 0; moved < hops; ++at) {
      moved += move_all(rings[at % ring_size], rings[(at + 1) % ring_size], hops - moved);
    }
  });
}

}  // namespace omma::bench
