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
  conversation_.socket().shut();
  if (thread_.joinable()) thread_.join();
}

Result<hosts::Socket> Tap::open() {
  auto ends = hosts::Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(mutex_);
    conversation_ = hosts::Conversation(std::move(ends->first));
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
  hosts::Socket& socket = conversation_.socket();
  while (socket.receive(buffer, std::nullopt, message) == hosts::Socket::Heard::message)
    obey(message);
  leave();
}

/// `step`: it wants a frame; `end`: it wants no more. What makes no sense is nothing.
void Tap::obey(std::span<const std::byte> message) {
  const auto said = hosts::read_message(message);
  if (!said) return;
  const std::lock_guard lock(mutex_);
  if (said->head.kind == Message::release) {
    conversation_.leases().end_all(said->leases);
  } else if (said->head.kind == Message::step) {
    asked_ = true;
    number_ = said->head.number;
    answer();
  } else if (said->head.kind == Message::end) {
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
  if (conversation_.leases().size() >= most_kept)
    return say(Message::error, "it keeps too many frames");
  Frame frame;
  if (edge_.take(frame)) {
    give(frame);
    edge_.deliver();
  } else if (edge_.ended()) {
    say(Message::end);
  }
}

void Tap::give(const Frame& frame) {
  hosts::LeaseNumbers lent;
  conversation_.begin_step(Message::step, number_, {&frame, 1}, lent);
  if (!conversation_.send()) conversation_.leases().end_all(lent);
  asked_ = false;
}

void Tap::say(Message kind, std::string_view text) {
  conversation_.say(kind, number_, text);
  asked_ = false;
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
  conversation_.leases().end_all();
  conversation_.socket().shut();
}

}  // namespace omma::flow
