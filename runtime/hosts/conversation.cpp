// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/conversation.hpp"

#include <algorithm>
#include <array>

namespace omma::hosts {
namespace {

tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::invalid, std::string("the other process sent an invalid message: ") + what);
}

/// Kinds that a host or a script sends.
bool is_answer(Message kind) {
  switch (kind) {
    case Message::ready:
    case Message::step:
    case Message::result:
    case Message::end:
    case Message::error:
    case Message::need:
    case Message::release:
    case Message::state:
    case Message::rehearsed:
    case Message::configured: return true;
    default: return false;
  }
}

// What else goes wrong in another process is `failed` here.
constexpr std::array error_codes{Code::failed, Code::unavailable, Code::interrupted};

/// What stands between the head and the rest.
void read_counted(Received& message) {
  Reader& reader = message.rest;
  switch (message.head.kind) {
    case Message::result:
    case Message::end:
    case Message::error:
    case Message::configured:
    case Message::release: message.leases = read_leases(reader, message.head.others); break;
    case Message::need:
      message.need = {message.head.number, reader.take<std::uint64_t>(), message.head.items != 0};
      break;
    case Message::state:
      if (message.head.others == 1) message.room = reader.take<SlotWire>();
      break;
    default: break;
  }
}

}  // namespace

std::string_view name(Message kind) {
  static constexpr std::array names{
      "",        "load",      "ready",   "step",      "result",    "end",        "error",
      "need",    "grant",     "release", "configure", "slab",      "finish",     "channel",
      "prepare", "hand_over", "state",   "rehearse",  "rehearsed", "configured", "forget"};
  return names.at(static_cast<std::size_t>(kind));
}

std::uint16_t error_number(Code code) {
  const auto found = std::ranges::find(error_codes, code);
  return found != error_codes.end() ? static_cast<std::uint16_t>(found - error_codes.begin()) : 0;
}

Code error_code(std::uint16_t number) {
  return number < error_codes.size() ? error_codes.at(number) : Code::failed;
}

Result<Received> read_message(std::span<const std::byte> message) {
  Received received;
  received.rest = Reader(message);
  received.head = received.rest.take<Head>();
  if (received.rest.sound() && !is_answer(received.head.kind))
    return malformed("of an unknown kind");
  read_counted(received);
  if (!received.rest.sound()) return malformed("it is cut short");
  return received;
}

Conversation::Conversation(Socket socket, Peer* memory)
    : socket_(std::move(socket)), memory_(memory) {}

void Conversation::announce(const Slab& slab, bool writable) {
  if (memory_ != nullptr) return memory_->announce(slab, writable);
  announced_.tell(socket_, slab, writable);
}

bool Conversation::say(Message kind, std::uint64_t number, std::string_view text) {
  writer_.begin({kind, 0, 0, number});
  writer_.put_text(text);
  return send();
}

void Conversation::begin_step(Message kind, std::uint64_t number, std::span<const Frame> inputs,
                              LeaseNumbers& lent) {
  writer_.begin({kind, static_cast<std::uint16_t>(inputs.size()), 0, number});
  for (const Frame& frame : inputs) {
    if (frame) lent.push_back(leases_.lend({frame, {}}));
    write_input(writer_, frame, frame ? lent.back() : 0, *this);
  }
}

void Conversation::add_room(const SlotRef& slot, LeaseNumbers& lent) {
  const SlotWire room = leases_.lend(slot);
  lent.push_back(room.lease);
  writer_.put(room);
  ++writer_.head().others;
}

bool Conversation::grant(std::uint64_t number, const Result<SlotRef>& slot, LeaseNumbers& lent) {
  writer_.begin({Message::grant, 0, 0, number});
  if (slot) {
    add_room(*slot, lent);
  } else {
    writer_.put_text(slot.error().text());
  }
  return send();
}

bool Conversation::pass_state(const SlotRef& slot, std::uint64_t bytes) {
  announce(*slot->slab, false);
  SlotWire room = wire_of(0, slot);
  room.size = std::min(bytes, room.size);
  writer_.begin({Message::state, 0, 1, 0});
  writer_.put(room);
  return send();
}

}  // namespace omma::hosts
