// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "runtime/base/clock.hpp"
#include "runtime/hosts/hosted_body.hpp"

// How long an actor in a host is waited for, and what is looked at meanwhile.

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{100};  // of a source that waits, whether it is to end
constexpr milliseconds between_weighings{100};
constexpr milliseconds time_to_end{1000};       // for a source that is asked to
constexpr std::chrono::microseconds soon{100};  // not worth to sleep until then
constexpr std::int64_t most_gap = 10'000'000;   // ns; a longer one counts as this

}  // namespace

/// How long to wait for the next message: not quite until a step is late that begins now, since
/// the system may wake us an eighth later. Always the same, so it is set once; what is left after
/// it is waited for exactly.
milliseconds HostedBody::patience() const {
  if (contract_.source()) return between_looks;
  const milliseconds limit(host_->spec().deadline_ms);
  return until_weighed(std::max(milliseconds(1), limit - limit / 8));
}

milliseconds HostedBody::until_weighed(milliseconds limit) const {
  return host_->spec().memory_mb == 0 ? limit : std::min(limit, between_weighings);
}

/// Until the oldest step is late.
milliseconds HostedBody::time_left() {
  const Lock lock(mutex_);
  const milliseconds limit(host_->spec().deadline_ms);
  if (pending_.empty()) return patience();
  const std::chrono::nanoseconds passed(now_ns() - front_since_ns_);
  return until_weighed(std::max(milliseconds(1), limit - std::chrono::floor<milliseconds>(passed)));
}

/// A source may take its time for a step, but not to hand over.
bool HostedBody::late() {
  const Lock lock(mutex_);
  if (pending_.empty() || (contract_.source() && pending_.front().sent)) return false;
  const std::chrono::nanoseconds passed(now_ns() - front_since_ns_);
  return passed >= milliseconds(host_->spec().deadline_ms);
}

/// It uses more memory than it may; looked at now and then.
bool HostedBody::greedy() {
  if (host_ == nullptr || host_->spec().memory_mb == 0) return false;
  const std::int64_t now = now_ns();
  if (now - weighed_ns_ < between_weighings.count() * 1'000'000) return false;
  weighed_ns_ = now;
  const auto most = static_cast<std::uint64_t>(host_->spec().memory_mb) << 20U;
  return server_.process != nullptr && server_.process->private_bytes() > most;
}

/// Learns how soon messages follow each other.
HostedBody::Heard HostedBody::noted() {
  const std::int64_t now = now_ns();
  const std::int64_t gap = std::min(now - std::exchange(last_message_ns_, now), most_gap);
  gap_ns_ += (gap - gap_ns_) / 8;
  return Heard::message;
}

/// Lets the host do its last step once more, to no effect: so it is awake when the next one is
/// due, and both sides find in the caches of the processor what they need then. After a pause that
/// is most of what a step takes. False when there is no time for it.
bool HostedBody::rehearse(const Rhythm::Window& due) {
  const Lock lock(mutex_);
  std::vector<std::byte>& step = server_.last_step;
  if (rehearsed_for_ == due.begin_ns) return true;
  if (!pending_.empty() || handing_over_ || step.empty()) return false;
  rehearsed_for_ = due.begin_ns;
  Head head;
  std::memcpy(&head, step.data(), sizeof head);
  head.kind = Message::rehearse;
  head.number = static_cast<std::uint64_t>(std::max(std::int64_t{0}, due.end_ns - now_ns()));
  std::memcpy(step.data(), &head, sizeof head);
  return server_.socket.send(step);
}

/// Is awake when a step is due, and until it has been answered; when a source's answer is due,
/// which is asked for the next one at once. True when a message came.
bool HostedBody::expect(std::span<const std::byte>& message) {
  const auto until = [](std::int64_t time_ns) {
    return std::chrono::nanoseconds(std::max(std::int64_t{0}, time_ns - now_ns()));
  };
  Lock lock(mutex_);
  const auto due = rhythm_.next();
  if (!due) return false;
  lock.unlock();
  const bool early =
      until(due->begin_ns) >= time_left() || server_.socket.await(until(due->begin_ns));
  exact_ = true;
  const bool ready = !early && (contract_.source() || rehearse(*due));
  return ready && server_.socket.look(buffer_, until(due->end_ns), message);
}

Socket::Heard HostedBody::hear(std::span<const std::byte>& message) {
  if (std::exchange(exact_, false) && !server_.socket.await(time_left()))
    return Socket::Heard::nothing;
  return server_.socket.receive(buffer_, patience(), message);
}

/// A source may take its time, until it is told to end.
HostedBody::Heard HostedBody::listen(const Self& self, std::span<const std::byte>& message) {
  const bool often = gap_ns_ < std::chrono::nanoseconds(soon).count();
  if (often && server_.socket.look(buffer_, soon, message)) return noted();
  if (!need_ && expect(message)) return noted();
  for (milliseconds told_to_end{0};;) {
    const auto heard = need_ ? await_memory(message) : hear(message);
    if (heard == Socket::Heard::message) return noted();
    if (heard == Socket::Heard::closed) return closed();
    if (greedy()) return Heard::greedy;
    if (late()) return Heard::late;
    if (!contract_.source()) {
      exact_ = true;
      continue;
    }
    if (self.stopping && self.stopping()) told_to_end += patience();
    if (told_to_end >= time_to_end) return Heard::stopped;
  }
}

HostedBody::Heard HostedBody::closed() {
  const Lock lock(mutex_);
  return interrupted_ ? Heard::stopped : Heard::died;
}

}  // namespace omma::hosts
