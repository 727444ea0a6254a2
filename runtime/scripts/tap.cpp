// SPDX-License-Identifier: Apache-2.0
#include "runtime/scripts/tap.hpp"

namespace omma::flow {

using hosts::Message;

namespace {
constexpr std::size_t most_kept = 32;  // frames
}  // namespace

Tap::Tap(std::string name, std::size_t port)
    : port_(port), edge_(std::move(name), WhenFull::latest, 1) {
  edge_.consumer = this;
}

Tap::~Tap() {
  socket_.shut();
  if (thread_.joinable()) thread_.join();
}

Result<hosts::Socket> Tap::open() {
  auto ends = hosts::Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(mutex_);
    socket_ = std::move(ends->first);
    announcements_ = {};
    drop_old();
  }
  thread_ = std::thread([this] { converse(); });
  watched_.store(true, std::memory_order_release);
  return std::move(ends->second);
}

void Tap::converse() {
  pthread_setname_np(pthread_self(), "omma.tap");
  std::vector<std::byte> buffer(hosts::longest_message);
  std::span<const std::byte> message;
  while (socket_.receive(buffer, std::nullopt, message) == hosts::Socket::Heard::message)
    obey(message);
  leave();
}

/// `step`: it wants a frame; `end`: it wants no more.
void Tap::obey(std::span<const std::byte> message) {
  hosts::Reader reader(message);
  const auto head = reader.take<hosts::Head>();
  if (!reader.sound()) return;
  const std::lock_guard lock(mutex_);
  if (head.kind == Message::release) {
    leases_.end_released(reader, head);
  } else if (head.kind == Message::step) {
    asked_ = true;
    number_ = head.number;
    answer();
  } else if (head.kind == Message::end) {
    if (asked_) say(Message::end);
    look_away();
  }
}

/// Called by whoever made a frame, too.
void Tap::signal() {
  const std::lock_guard lock(mutex_);
  answer();
}

void Tap::answer() {
  if (!asked_) return;
  if (leases_.size() >= most_kept) return say(Message::error, "it keeps too many frames");
  Frame frame;
  if (edge_.take(frame)) {
    give(frame);
    edge_.deliver();
  } else if (edge_.ended()) {
    say(Message::end);
  }
}

void Tap::give(const Frame& frame) {
  writer_.begin({Message::step, 1, 0, number_});
  const std::uint32_t lease = leases_.lend({frame, {}});
  hosts::write_input(writer_, frame, lease, *this);
  if (!socket_.send(writer_.bytes())) leases_.end(lease);
  asked_ = false;
}

void Tap::say(Message kind, std::string_view text) {
  writer_.begin({kind, 0, 0, number_});
  writer_.put_text(text);
  socket_.send(writer_.bytes());
  asked_ = false;
}

void Tap::announce(const Slab& slab, bool writable) {
  announcements_.tell(socket_, slab, writable);
}

/// What waits for it is dropped.
void Tap::look_away() {
  watched_.store(false, std::memory_order_release);
  asked_ = false;
  drop_old();
}

void Tap::drop_old() {
  Frame frame;
  while (edge_.take(frame)) edge_.drop();
}

void Tap::leave() {
  const std::lock_guard lock(mutex_);
  look_away();
  leases_.end_all();
  socket_.shut();
}

}  // namespace omma::flow
