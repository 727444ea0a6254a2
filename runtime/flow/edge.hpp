// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "runtime/flow/ledger.hpp"
#include "runtime/flow/observed.hpp"
#include "runtime/flow/task.hpp"
#include "runtime/frames/frame.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::flow {

/// A bounded ring between two actors. Belongs to the graph, so it survives the restart of either.
/// One producer thread and one consumer thread at a time.
class Edge {
 public:
  Edge(std::string name, WhenFull rule, std::size_t capacity);

  // ---- producer

  /// Takes the frame in, or lets one go, as the rule says. A `wait` edge takes what does not
  /// fit aside and returns false: the producer must not step again before `flush` succeeds.
  /// The consumer hears of it at the next `notify`.
  bool offer(Frame&& frame) {
    bump(offered_);
    news_ = true;
    if (unusual_.load(std::memory_order_acquire) == 0 && put(frame)) return true;
    return offer_slowly(frame);
  }

  /// Signals the consumer if anything changed since the last time. At the end of a turn.
  void notify() {
    if (std::exchange(news_, false) && consumer != nullptr) signal_consumer();
  }

  /// True when nothing is left aside. False: the producer is signalled once there is room.
  bool flush();

  /// No frame with this sequence or a smaller one will be offered any more.
  void pass(std::uint64_t sequence);

  /// No frame at all will be offered any more. From any thread.
  void close();

  /// What is aside is lost: the producer failed and cannot wait for room.
  void give_up();

  // ---- consumer

  /// The next frame, without taking it; null when there is none at the moment.
  const Frame* front();

  /// Takes the next frame. It stays in flight until `deliver`, `drop` or `lose`.
  bool take(Frame& frame) {
    if (simple_to_take()) return get(frame);
    return take_slowly(frame);
  }

  /// Signals the producer if it waits for room and there is some. At the end of each turn.
  ///
  /// No wish is missed: the producer wishes and then signals the consumer, so that a turn which
  /// began before the wish is followed by another one.
  void offer_room() {
    if (wants_room_.load(std::memory_order_relaxed)) offer_wished_room();
  }

  // What became of the oldest frame that was taken and not dropped; steps end in order.
  void deliver() { settle(delivered_, Sighting::What::done); }
  void lose() { settle(lost_, Sighting::What::lost); }
  /// Of any that was taken.
  void drop(const Frame& frame) {
    if (observed()) tell_dropped(frame);
    bump(dropped_after_);
  }

  /// Closed, and everything was taken.
  bool ended() { return closed_.load(std::memory_order_acquire) && front() == nullptr; }

  /// Everything up to this sequence came or never will; -1 = nothing is known. Valid when `front`
  /// is null.
  std::int64_t passed() const { return passed_.load(std::memory_order_acquire); }

  /// The consumer takes nothing any more: what is offered from now on counts as dropped
  /// (it finished) or as lost (it failed).
  enum class Refusal : std::uint8_t { none, drop, lose };
  void refuse(Refusal refusal);

  /// After `refuse`: settles what had been on its way in. Again when both ends rest.
  void sweep();

  // ---- anyone

  /// From now on the observer sees what becomes of the frames. `gate`: of the producer.
  void observe(std::shared_ptr<Observer> observer, Gate& gate);
  bool forget(const Observer& observer);
  const Observed& observers() const { return observed_; }

  /// Those who look see no more.
  void end_observation() { observed_.show_end(); }

  Ledger ledger() const;
  const std::string& name() const { return name_; }
  WhenFull rule() const { return rule_; }

  /// The ends; set before anything runs. `gaps`: the consumer has to hear of `pass`.
  Task* producer = nullptr;
  Task* consumer = nullptr;
  bool gaps = false;

 private:
  using Counter = std::atomic<std::uint64_t>;
  static void bump(Counter& counter) {  // each counter has one writer at a time
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  // head and tail count frames since the start; `*_seen_` spares a cache miss

  bool put(Frame& frame) {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_seen_ >= capacity_) {
      head_seen_ = head_.load(std::memory_order_acquire);
      if (tail - head_seen_ >= capacity_) return false;
    }
    std::construct_at(&ring_[tail & mask_], std::move(frame));  // what was there was moved away
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  bool get(Frame& frame) {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_seen_) {
      tail_seen_ = tail_.load(std::memory_order_acquire);
      if (head == tail_seen_) return false;
    }
    frame = std::move(ring_[head & mask_]);
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

  // What makes the short way of `offer` impossible; the last two also that of `take`, as does a
  // frame that is held.
  static constexpr std::uint8_t refused_bit = 1;
  static constexpr std::uint8_t aside_bit = 2;
  static constexpr std::uint8_t rule_bit = 4;       // another rule than `wait`
  static constexpr std::uint8_t shared_bit = 8;     // the producer takes from the ring, too
  static constexpr std::uint8_t observed_bit = 16;  // somebody looks
  void set_unusual(std::uint8_t bit, bool on) {
    if (on) {
      unusual_.fetch_or(bit, std::memory_order_seq_cst);
    } else {
      unusual_.fetch_and(static_cast<std::uint8_t>(~bit), std::memory_order_seq_cst);
    }
  }

  bool observed() const { return unusual_.load(std::memory_order_acquire) >= observed_bit; }
  bool simple_to_take() const {
    return !holding_ && unusual_.load(std::memory_order_acquire) < shared_bit;
  }

  void settle(Counter& counter, Sighting::What what) {
    if (observed()) tell_settled(what);
    bump(counter);
  }
  void tell(Sighting::What what, const Frame& frame, std::uint64_t sequence);
  void tell_taken(const Frame& frame);
  void tell_settled(Sighting::What what);
  void tell_dropped(const Frame& frame);
  void count(Counter& counter, Sighting::What what, const Frame& frame) {
    bump(counter);
    if (observed()) tell(what, frame, frame.sequence());
  }
  bool offer_slowly(Frame& frame);
  bool faulty(const Frame& frame);
  bool take_slowly(Frame& frame);
  bool fetch(Frame& frame);
  std::uint64_t unsettled();
  bool looks_anew() const { return looks_.load(std::memory_order_acquire) != looks_seen_; }
  static std::uint8_t bits_of(WhenFull rule);
  bool put_or_wish(Frame& frame);
  void offer_wished_room();
  void put_over_oldest(Frame& frame);
  void set_aside(Frame& frame);
  bool refused(const Frame& frame);
  void signal_consumer() const { consumer->signal(); }
  void signal_producer() const {
    if (producer != nullptr) producer->signal();
  }

  const WhenFull rule_;  // like the ends above, on the first cache line with what follows
  const std::size_t capacity_;
  const std::size_t mask_;
  std::vector<Frame> ring_;
  const std::string name_;
  std::mutex shared_mutex_;  // rules by which the producer also takes from the ring

  // consumer's cache line
  alignas(64) std::atomic<std::size_t> head_{0};
  std::size_t tail_seen_ = 0;
  Counter delivered_{0};
  bool holding_ = false;
  Frame held_;  // fetched by `front`, not yet taken
  Counter dropped_after_{0}, lost_{0};
  // while somebody looks
  std::deque<std::uint64_t> in_hand_;  // numbers of what was taken
  std::uint64_t taken_unseen_ = 0;     // taken before that, and not settled
  unsigned looks_seen_ = 0;            // `looks_` then

  // producer's cache line
  alignas(64) std::atomic<std::size_t> tail_{0};
  std::size_t head_seen_ = 0;
  Counter offered_{0};
  bool news_ = false;  // since the last `notify`
  std::atomic<std::size_t> aside_size_{0};
  std::int64_t pass_later_ = -1;
  Counter dropped_before_{0}, refused_{0};
  Counter evicted_{0};  // of those dropped before: they had been in the ring
  std::deque<Frame> aside_;

  alignas(64) std::atomic<bool> wants_room_{false};
  std::atomic<bool> closed_{false};
  std::atomic<Refusal> refusal_{Refusal::none};
  std::atomic<std::uint8_t> unusual_;
  std::atomic<unsigned> looks_{0};  // how often somebody began to look where nobody did
  std::atomic<std::int64_t> passed_{-1};
  std::mutex observe_mutex_;  // who looks, and the bit that says so, change together
  Observed observed_;
};

}  // namespace omma::flow
