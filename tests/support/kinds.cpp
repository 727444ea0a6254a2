// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include "runtime/actor.hpp"
#include "tests/support/graphs.hpp"

/// Kinds that tests of the runtime build graphs from.
namespace omma::testing {
namespace {

std::mutex seen_mutex;
std::vector<std::uint64_t> seen;
std::atomic<int> made{0};
std::atomic<bool> gate_open{true};
std::atomic<int> crowd{0};
std::atomic<int> largest_crowd{0};

/// Endless frames without pixels.
struct Numbers {
  Sample process() const { return {}; }
};

struct Pass {
  Frame process(const Frame& frame) const { return frame; }
};

/// Takes a random time for each frame: nothing, a yield, or up to `max_us` of work.
struct Jitter {
  int max_us = 50;
  Frame process(const Frame& frame) const {
    thread_local std::mt19937 random(std::random_device{}());
    const auto choice = random() % 8;
    if (choice == 0) std::this_thread::yield();
    if (choice > 1) return frame;
    const auto until = std::chrono::steady_clock::now() +
                       std::chrono::microseconds(random() % static_cast<unsigned>(max_us + 1));
    while (std::chrono::steady_clock::now() < until) {
    }
    return frame;
  }
};

struct Collect {
  void process(const Frame& frame) {
    const std::lock_guard lock(seen_mutex);
    seen.push_back(frame.sequence());
  }
};

/// Fails at every `every`-th frame, by throwing or by an error.
struct Faulty {
  std::int64_t every = 10;
  bool throws = true;
  Faulty() { ++made; }
  Result<Frame> process(const Frame& frame) {
    if (frame.sequence() % static_cast<std::uint64_t>(every) !=
        static_cast<std::uint64_t>(every) - 1)
      return frame;
    if (throws) throw std::runtime_error("bad frame");
    return fail(Code::failed, "bad frame");
  }
};

/// Passes every `keep`-th frame.
struct Sieve {
  std::int64_t keep = 2;
  std::optional<Frame> process(const Frame& frame) const {
    if (frame.sequence() % static_cast<std::uint64_t>(keep) != 0) return std::nullopt;
    return frame;
  }
};

/// Passes frames when all its inputs hold the same one.
struct Both {
  Result<Frame> process(const Frame& left, const Frame& right) const {
    if (left.identity() == right.identity()) return left;
    return fail(Code::failed, "frames do not belong together");
  }
};

/// Passes whichever frame there is.
struct Either {
  Frame process(const std::optional<Frame>& left, const std::optional<Frame>& right) const {
    return left ? *left : *right;
  }
};

/// Holds frames back until the test lets them pass.
struct Gate {
  Frame process(const Frame& frame) const {
    gate_open.wait(false);
    return frame;
  }
};

/// Computes for a while on a core that it would yield to anybody, and counts who is in there.
struct Crowd {
  Frame process(const Frame& frame) const {
    const int inside = ++crowd;
    for (int most = largest_crowd;
         most < inside && !largest_crowd.compare_exchange_weak(most, inside);) {
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(200);
    while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
    --crowd;
    return frame;
  }
};

/// Sends `parts` frames for each.
struct Split {
  std::int64_t parts = 3;
  std::vector<Frame> process(const Frame& frame) const {
    return std::vector<Frame>(static_cast<std::size_t>(parts), frame);
  }
};

/// A picture of `bytes` from nowhere, for tests of frame memory.
struct Bulk {
  std::int64_t bytes = 1 << 20;
  cv::Mat process() const { return cv::Mat(1, static_cast<int>(bytes), CV_8UC1); }
};

const Registered numbers = Declare<Numbers>("test_numbers", "Numbers frames.", outputs("frame"));
const Registered pass =
    Declare<Pass>("test_pass", "Passes frames on.", inputs("frame"), outputs("frame"));
const Registered jitter =
    Declare<Jitter>("test_jitter", "Takes a random time.", inputs("frame"), outputs("frame"))
        .param("max_us", &Jitter::max_us, "at most", Range{0});
const Registered collect =
    Declare<Collect>("test_collect", "Records what it sees.", inputs("frame"));
const Registered faulty =
    Declare<Faulty>("test_faulty", "Fails at times.", inputs("frame"), outputs("frame"))
        .param("every", &Faulty::every, "fail at every so many", Range{1})
        .param("throws", &Faulty::throws, "throw instead of returning an error");
const Registered sieve =
    Declare<Sieve>("test_sieve", "Passes some frames.", inputs("frame"), outputs("frame"))
        .param("keep", &Sieve::keep, "one of so many", Range{1});
const Registered both =
    Declare<Both>("test_both", "Joins.", inputs("left", "right"), outputs("frame"));
const Registered either =
    Declare<Either>("test_either", "Merges.", inputs("left", "right"), outputs("frame"));
const Registered gate =
    Declare<Gate>("test_gate", "Holds back.", inputs("frame"), outputs("frame")).heavy();
const Registered quiet_gate =
    Declare<Gate>("test_quiet_gate", "Holds back.", inputs("frame"), outputs("frame"));
const Registered crowded =
    Declare<Crowd>("test_crowd", "Computes.", inputs("frame"), outputs("frame"));
const Registered split =
    Declare<Split>("test_split", "Multiplies.", inputs("frame"), outputs("frame"))
        .param("parts", &Split::parts, "how many", Range{0});
const Registered bulk = Declare<Bulk>("test_bulk", "Large frames.", outputs("frame"))
                            .param("bytes", &Bulk::bytes, "size", Range{1});

}  // namespace

std::vector<std::uint64_t> collected() {
  const std::lock_guard lock(seen_mutex);
  return seen;
}

void forget() {
  const std::lock_guard lock(seen_mutex);
  seen.clear();
  made = 0;
  largest_crowd = 0;
}

int most_at_a_time() { return largest_crowd; }

int faulty_made() { return made; }

void open_gate(bool open) {
  gate_open = open;
  gate_open.notify_all();
}

}  // namespace omma::testing
