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

}  // namespace

Lap function_ring(milliseconds window) {
  Frames memory(1);
  std::array<std::function<void(Frame&&)>, ring_size> chain;
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
  const auto hops = turns * static_cast<double>(setup.in_flight);
  return repeat(setup.window, hops, [&] {
    Frame frame;
    auto left = static_cast<std::size_t>(hops);
    for (std::size_t at = 0; left > 0; at = (at + 1) % ring_size) {
      while (left > 0 && rings[at].pop(frame)) {
        rings[(at + 1) % ring_size].push(frame);
        --left;
      }
    }
  });
}

}  // namespace omma::bench
