// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/clock.hpp"
#include "runtime/hosts/hosted_body.hpp"

// The frame memory of a host is full: its step waits until frames that are elsewhere are given
// back, unless that can not help.

namespace omma::hosts {
namespace {

constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

/// For the oldest step, or for the state that the next process takes over.
void HostedBody::answer_need(std::uint64_t bytes, bool for_state) {
  if (SlotRef slot = host_->outputs().try_take(bytes)) return grant(slot, for_state);
  need_ = Need{bytes, for_state};
  patience_.emplace(Patience::Waiter{services_.activity, !pending_.empty()},
                    std::chrono::milliseconds(host_->spec().deadline_ms));
}

void HostedBody::forget_need() {
  need_.reset();
  patience_.reset();
}

void HostedBody::grant(const Result<SlotRef>& slot, bool for_state) {
  writer_.begin({Message::grant, 0, slot ? 1U : 0U, number_});
  if (slot) {
    lend_room(for_state ? nullptr : &pending_.front(), *slot);
  } else {
    writer_.put_text(slot.error().text());
  }
  server_.socket.send(writer_.bytes());
}

/// Waits a while for what is needed, or for a message. None of that time counts for the deadline
/// of the step.
Socket::Heard HostedBody::await_memory(std::span<const std::byte>& message) {
  if (server_.socket.await(std::chrono::milliseconds(0)))
    return server_.socket.receive(buffer_, patience(), message);
  const auto [bytes, for_state] = *need_;
  const std::int64_t since = now_ns();
  Slab& outputs = host_->outputs();
  const SlotRef slot = outputs.await(bytes, between_looks);
  const Lock lock(mutex_);
  front_since_ns_ += now_ns() - since;
  const bool may_come = outputs.fits(bytes, server_.leases.room_kept()) && patience_->lasts();
  if (!slot && may_come) return Socket::Heard::nothing;
  grant(slot ? slot : outputs.take(bytes), for_state);
  forget_need();
  return Socket::Heard::nothing;
}

}  // namespace omma::hosts
