// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/early_waking.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/hosts/wire.hpp"

namespace omma::hosts {
namespace {

constexpr std::chrono::microseconds soon{100};    // not worth to sleep until then
constexpr std::int64_t longest_gap = 10'000'000;  // ns; a longer one counts as this

std::chrono::nanoseconds until(std::int64_t time_ns) {
  return std::chrono::nanoseconds(std::max(std::int64_t{0}, time_ns - now_ns()));
}

}  // namespace

void EarlyWaking::note_begin() {
  const std::lock_guard lock(mutex_);
  rhythm_.beat(now_ns());
}

void EarlyWaking::note_sent(std::span<const std::byte> step) {
  if (source_) return;
  const std::lock_guard lock(mutex_);
  if (rhythm_.next()) last_step_.assign(step.begin(), step.end());
}

void EarlyWaking::forget_step() {
  const std::lock_guard lock(mutex_);
  last_step_.clear();
}

bool EarlyWaking::take_rehearsed() {
  const std::lock_guard lock(mutex_);
  return rehearsals_ > 0 && rehearsals_-- > 0;
}

void EarlyWaking::begin_process() {
  forget_step();
  const std::lock_guard lock(mutex_);
  rehearsals_ = 0;
}

/// Learns how soon messages follow each other.
void EarlyWaking::note_message() {
  const std::int64_t now = now_ns();
  const std::int64_t gap = std::min(now - std::exchange(last_message_ns_, now), longest_gap);
  gap_ns_ += (gap - gap_ns_) / 8;
}

bool EarlyWaking::look(Socket& socket, AnswerWait& wait, bool idle,
                       std::span<const std::byte>& message) {
  const bool often = gap_ns_ < std::chrono::nanoseconds(soon).count();
  if (often && socket.look(wait.buffer(), soon, message)) return true;
  return idle && await_due(socket, wait, message);
}

/// Is awake when a step is due, and until it has been answered; when a source's answer is due,
/// which is asked for the next one at once.
bool EarlyWaking::await_due(Socket& socket, AnswerWait& wait, std::span<const std::byte>& message) {
  std::unique_lock lock(mutex_);
  const auto due = rhythm_.next();
  lock.unlock();
  if (!due) return false;
  const bool before =
      until(due->begin_ns) >= wait.time_left() || socket.await(until(due->begin_ns));
  wait.end_exactly();
  const bool ready = !before && (source_ || rehearse(socket, *due));
  return ready && socket.look(wait.buffer(), until(due->end_ns), message);
}

/// Lets the host do its last step once more, to no effect: so it is awake when the next one is
/// due, and both sides find in the caches of the processor what they need then. After a pause that
/// is most of what a step takes. False when there is no time for it.
bool EarlyWaking::rehearse(const Socket& socket, const Rhythm::Window& due) {
  if (rehearsed_for_ == due.begin_ns) return true;
  const std::lock_guard lock(mutex_);
  if (clock_.runs() || last_step_.empty()) return false;
  rehearsed_for_ = due.begin_ns;
  Head head;
  std::memcpy(&head, last_step_.data(), sizeof head);
  head.kind = Message::rehearse;
  head.number = static_cast<std::uint64_t>(until(due.end_ns).count());
  std::memcpy(last_step_.data(), &head, sizeof head);
  const bool sent = socket.send(last_step_);
  rehearsals_ += sent ? 1 : 0;
  return sent;
}

}  // namespace omma::hosts
