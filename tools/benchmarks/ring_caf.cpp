// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include "tools/benchmarks/frames.hpp"
#include "tools/benchmarks/rings.hpp"

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(omma::Frame)

namespace omma::bench {
namespace {

/// On a cache line of its own; only its actor writes it.
struct alignas(64) Counter {
  std::atomic<std::uint64_t> hops{0};
};

/// Passes frames on, to the actor that the first message names.
class PassOn final : public caf::event_based_actor {
 public:
  PassOn(caf::actor_config& config, Counter& counter)
      : caf::event_based_actor(config), counter_(counter) {}

  caf::behavior make_behavior() override {
    return {[this](const caf::actor& next) { next_ = next; },
            [this](Frame& frame) {
              counter_.hops.store(counter_.hops.load(std::memory_order_relaxed) + 1,
                                  std::memory_order_relaxed);
              send(next_, std::move(frame));
            }};
  }

  void on_exit() override { next_ = nullptr; }

 private:
  Counter& counter_;
  caf::actor next_;
};

class Ring {
 public:
  Ring(const RingSetup& setup, const char* policy)
      : memory_(setup.in_flight), counters_(ring_size) {
    config_.set("scheduler.policy", caf::atom_from_string(std::string(policy)));
    if (setup.threads != 0) config_.set("scheduler.max-threads", std::size_t{setup.threads});
    system_ = std::make_unique<caf::actor_system>(config_);
    for (Counter& counter : counters_) actors_.push_back(system_->spawn<PassOn>(counter));
    for (std::size_t i = 0; i < ring_size; ++i)
      caf::anon_send(actors_[i], actors_[(i + 1) % ring_size]);
    for (std::size_t i = 0; i < setup.in_flight; ++i) {
      caf::anon_send(actors_[i % ring_size], std::move(memory_.frames[i]));
    }
  }

  ~Ring() {
    for (const caf::actor& actor : actors_) caf::anon_send_exit(actor, caf::exit_reason::kill);
    actors_.clear();
    system_->await_all_actors_done();
    system_.reset();
  }

  std::uint64_t hops() const {
    std::uint64_t sum = 0;
    for (const Counter& counter : counters_) sum += counter.hops.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  Frames memory_;
  std::vector<Counter> counters_;
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  std::vector<caf::actor> actors_;
};

}  // namespace

Lap caf_ring(const RingSetup& setup, const char* policy) {
  const Ring ring(setup, policy);
  return watch(setup.window, [&] { return ring.hops(); });
}

}  // namespace omma::bench
