// SPDX-License-Identifier: Apache-2.0
#include "runtime/scripts/look.hpp"

namespace omma::hosts {
namespace {
constexpr std::size_t most_kept = 32;  // frames
}  // namespace

Look::~Look() {
  conversation_.socket().shut();
  if (thread_.joinable()) thread_.join();
}

Result<Socket> Look::open(std::shared_ptr<flow::Observer> observer) {
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  const std::lock_guard lock(mutex_);
  observer_ = std::move(observer);
  conversation_ = Conversation(std::move(ends->first));
  thread_ = std::thread([this] { converse(); });
  return std::move(ends->second);
}

void Look::converse() {
  pthread_setname_np(pthread_self(), "omma.look");
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  Socket& socket = conversation_.socket();
  while (socket.receive(buffer, std::nullopt, message) == Socket::Heard::message) obey(message);
  leave();
}

bool Look::over() {
  const std::lock_guard lock(mutex_);
  if (!conversation_.socket().hung_up()) return false;
  observer_->close();
  return true;
}

/// `step`: it wants a frame; `end`: it wants no more. What makes no sense is nothing.
void Look::obey(std::span<const std::byte> message) {
  const auto said = read_message(message);
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
    observer_->close();
  }
}

void Look::news() {
  const std::lock_guard lock(mutex_);
  answer();
}

void Look::answer() {
  if (!asked_) return;
  if (conversation_.leases().size() >= most_kept)
    return say(Message::error, "it keeps too many frames");
  for (;;) {
    const auto sighting = observer_->next();
    if (!sighting) return;
    if (sighting->what == flow::Sighting::What::end) return say(Message::end);
    if (sighting->what == flow::Sighting::What::frame) return give(sighting->frame);
  }
}

void Look::give(const Frame& frame) {
  LeaseNumbers lent;
  conversation_.begin_step(Message::step, number_, {&frame, 1}, lent);
  if (!conversation_.send()) conversation_.leases().end_all(lent);
  asked_ = false;
}

void Look::say(Message kind, std::string_view text) {
  conversation_.say(kind, number_, text);
  asked_ = false;
}

void Look::leave() {
  observer_->close();
  const std::lock_guard lock(mutex_);
  asked_ = false;
  conversation_.leases().end_all();
  conversation_.socket().shut();
}

}  // namespace omma::hosts
