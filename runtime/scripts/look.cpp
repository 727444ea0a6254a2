// SPDX-License-Identifier: Apache-2.0
#include "runtime/scripts/look.hpp"

namespace omma::hosts {
namespace {
constexpr std::size_t most_kept = 32;  // frames
}  // namespace

Look::~Look() {
  socket_.shut();
  if (thread_.joinable()) thread_.join();
}

Result<Socket> Look::open(std::shared_ptr<flow::Observer> observer) {
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  const std::lock_guard lock(mutex_);
  observer_ = std::move(observer);
  socket_ = std::move(ends->first);
  thread_ = std::thread([this] { converse(); });
  return std::move(ends->second);
}

void Look::converse() {
  pthread_setname_np(pthread_self(), "omma.look");
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  while (socket_.receive(buffer, std::nullopt, message) == Socket::Heard::message) obey(message);
  leave();
}

bool Look::over() {
  const std::lock_guard lock(mutex_);
  if (!socket_.hung_up()) return false;
  observer_->close();
  return true;
}

/// `step`: it wants a frame; `end`: it wants no more.
void Look::obey(std::span<const std::byte> message) {
  Reader reader(message);
  const auto head = reader.take<Head>();
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
  }
}

void Look::news() {
  const std::lock_guard lock(mutex_);
  answer();
}

void Look::answer() {
  if (!asked_) return;
  if (leases_.size() >= most_kept) return say(Message::error, "it keeps too many frames");
  for (;;) {
    const auto sighting = observer_->next();
    if (!sighting) return;
    if (sighting->what == flow::Sighting::What::end) return say(Message::end);
    if (sighting->what == flow::Sighting::What::frame) return give(sighting->frame);
  }
}

void Look::give(const Frame& frame) {
  writer_.begin({Message::step, 1, 0, number_});
  const std::uint32_t lease = leases_.lend({frame, {}});
  write_input(writer_, frame, lease, *this);
  if (!socket_.send(writer_.bytes())) leases_.end(lease);
  asked_ = false;
}

void Look::say(Message kind, std::string_view text) {
  writer_.begin({kind, 0, 0, number_});
  writer_.put_text(text);
  socket_.send(writer_.bytes());
  asked_ = false;
}

void Look::announce(const Slab& slab, bool writable) {
  announcements_.tell(socket_, slab, writable);
}

void Look::leave() {
  observer_->close();
  const std::lock_guard lock(mutex_);
  asked_ = false;
  leases_.end_all();
  socket_.shut();
}

}  // namespace omma::hosts
