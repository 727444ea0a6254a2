// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <string_view>
#include <vector>

#include "runtime/host_process/awake.hpp"
#include "runtime/host_process/loans.hpp"
#include "runtime/host_process/result_writer.hpp"
#include "runtime/host_process/served_actor.hpp"

namespace omma::host_process {

/// The conversation about one actor: loads it, and steps it whenever the runner says so. The same
/// in Python: _channel.py.
class Channel {
 public:
  Channel(hosts::Socket socket, MappedSlabs& memory);

  /// Until the runner closes the socket.
  void serve();

 private:
  using Bytes = std::span<const std::byte>;

  bool next(Bytes& message);
  void answer(Bytes message);

  void load(std::string_view text);
  void step(hosts::Reader& message, const hosts::Head& head);
  void configure(std::string_view text, std::uint64_t number);
  void finish(std::uint64_t number);

  void send(Bytes message);
  void say(hosts::Message kind, std::uint64_t number, std::string_view text = {});
  void say_result(std::uint64_t number);
  void refuse(std::uint64_t number, const Error& error);
  void say_end_of_step(hosts::Message kind, std::uint64_t number, std::uint16_t items, Bytes rest);
  Result<hosts::SlotWire> ask_for_room(std::size_t bytes);

  hosts::Socket socket_;
  MappedSlabs& memory_;
  std::mutex sending_;
  std::vector<std::byte> buffer_;
  std::deque<std::vector<std::byte>> waiting_;  // came while room was asked for
  std::vector<std::byte> taken_;                // of those, the one that is read
  Awake awake_;
  Loans loans_;  // outlives the actor and its frames
  ServedActor actor_;
  ResultWriter results_;
  std::vector<Frame> inputs_;
  Outputs outputs_;
  bool source_ended_ = false;
  hosts::Writer body_;    // of an answer
  hosts::Writer writer_;  // of a message
};

}  // namespace omma::host_process
