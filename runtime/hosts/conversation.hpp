// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/hosts/leases.hpp"

namespace omma::hosts {

/// Frame memory that another process asks for.
struct MemoryNeed {
  std::uint64_t number = 0;  ///< of the request
  std::uint64_t bytes = 0;
  bool for_state = false;  ///< for the state that the next process takes over
};

/// A message of another process. Its head, and what is counted there, has been checked; it refers
/// to the bytes that it was read from.
struct Received {
  Head head;
  LeaseNumbers leases;           ///< of an answer: that are kept; release: that are let go
  MemoryNeed need;               ///< need
  std::optional<SlotWire> room;  ///< state: where it lies, if there is one
  Reader rest{{}};               ///< result: the outputs; of others: a text
};

/// "result"
std::string_view name(Message kind);

/// What an `error` says of its kind, as its number of items.
std::uint16_t error_number(Code code);
Code error_code(std::uint16_t number);

/// Reads a message that may be anything. Fails when it is none that another process may send.
Result<Received> read_message(std::span<const std::byte> message);

/// The conversation with another process about one actor: what it is sent, and what it was lent
/// with that. Not thread-safe, but for the socket: one thread may receive while another one sends.
class Conversation final : public Peer {
 public:
  Conversation() = default;

  /// `memory`: who is told of frame memory; null: the process is, through this socket.
  explicit Conversation(Socket socket, Peer* memory = nullptr);

  void announce(const Slab& slab, bool writable) override;

  // Each of these returns false when nobody hears it: the process is gone, or its queue is full.
  // Whoever receives learns of an end.

  bool say(Message kind, std::uint64_t number, std::string_view text = {});

  /// Begins a message with these inputs, which are lent; `send` ends it.
  void begin_step(Message kind, std::uint64_t number, std::span<const Frame> inputs,
                  LeaseNumbers& lent);

  /// Adds room for a result to the message that was begun.
  void add_room(const SlotRef& slot, LeaseNumbers& lent);
  bool send() const { return socket_.send(writer_.bytes()); }

  /// The answer to `need`: a slot, or why there is none.
  bool grant(std::uint64_t number, const Result<SlotRef>& slot, LeaseNumbers& lent);

  /// So many bytes of the slot are the state of the process before.
  bool pass_state(const SlotRef& slot, std::uint64_t bytes);

  /// The message that was begun last.
  std::span<const std::byte> message() const { return writer_.bytes(); }

  Socket& socket() { return socket_; }
  const Socket& socket() const { return socket_; }
  Leases& leases() { return leases_; }
  const Leases& leases() const { return leases_; }

 private:
  Leases leases_;  // first: they outlive the socket
  Socket socket_;
  Peer* memory_ = nullptr;
  Announcements announced_;
  Writer writer_;
};

}  // namespace omma::hosts
