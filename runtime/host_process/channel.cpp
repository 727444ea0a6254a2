// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/channel.hpp"

#include <nlohmann/json.hpp>

#include "runtime/contract/instance.hpp"
#include "runtime/hosts/conversation.hpp"
#include "runtime/hosts/settings_json.hpp"

namespace omma::host_process {
namespace {

using hosts::Head;
using hosts::Message;
using hosts::Reader;
using hosts::SlotWire;

constexpr std::size_t longest_text = 10'000;                           // of an error
constexpr std::size_t longest_answer = hosts::longest_message - 4096;  // beside pixels

std::vector<std::byte> copy_of(std::span<const std::byte> message) {
  return {message.begin(), message.end()};
}

}  // namespace

Channel::Channel(hosts::Socket socket, MappedSlabs& memory)
    : socket_(std::move(socket)),
      memory_(memory),
      buffer_(hosts::longest_message),
      loans_(memory, {[this](std::size_t bytes) { return ask_for_room(bytes); },
                      [this](std::uint32_t lease) {
                        hosts::Writer message;
                        message.begin({Message::release, 0, 1, 0});
                        message.put(lease);
                        send(message.bytes());
                      }}),
      results_(loans_, actor_.self()) {}

// ---- messages

void Channel::serve() {
  Bytes message;
  while (next(message)) answer(message);
}

bool Channel::next(Bytes& message) {
  if (waiting_.empty()) return awake_.receive(socket_, buffer_, message);
  taken_ = std::move(waiting_.front());
  waiting_.pop_front();
  message = taken_;
  return true;
}

void Channel::answer(Bytes message) {
  Reader reader(message);
  const auto head = reader.take<Head>();
  switch (head.kind) {
    case Message::load: return load(reader.rest());
    case Message::step: return step(reader, head);
    case Message::configure: return configure(reader.rest(), head.number);
    case Message::finish: return finish(head.number);
    case Message::hand_over: return say(Message::state, head.number);
    case Message::rehearse:
      awake_.expect(std::chrono::nanoseconds(head.number));
      return say(Message::rehearsed, head.number);
    default: return;  // a state: actors in C++ take none
  }
}

void Channel::send(Bytes message) {
  const std::lock_guard lock(sending_);
  socket_.send_in_time(message);
}

void Channel::say(Message kind, std::uint64_t number, std::string_view text) {
  writer_.begin({kind, 0, 0, number});
  writer_.put_text(text);
  send(writer_.bytes());
}

// ---- the actor

void Channel::load(std::string_view text) {
  const auto wanted = nlohmann::json::parse(text, nullptr, false);
  const auto loaded = guarded([&] {
    memory_.base(wanted.at("outputs"));  // once it is mapped here, nobody else may map it writable
    return actor_.load(wanted, loans_.slab(), nullptr);
  });
  nlohmann::json said{{"error", loaded ? "" : loaded.error().text()},
                      {"files", nlohmann::json::array()}};
  if (const std::string file = wanted.value("file", ""); !file.empty()) said["files"] = {file};
  say(loaded ? Message::ready : Message::error, 0,
      said.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Channel::configure(std::string_view text, std::uint64_t number) {
  const auto wanted = nlohmann::json::parse(text, nullptr, false);
  const auto settings = guarded([&] { return actor_.configure(actor_.values_of(wanted)); });
  if (!settings) return refuse(number, settings.error());
  const std::string in_force = hosts::settings_text(*settings);
  if (in_force.size() > longest_answer)
    return refuse(number,
                  {Code::invalid, "",
                   "its parameters are " + std::to_string(in_force.size()) +
                       " bytes of text; at most " + std::to_string(longest_answer) + " fit"});
  say_end_of_step(Message::configured, number, 0, std::as_bytes(std::span(in_force)));
}

void Channel::step(Reader& message, const Head& head) {
  for (std::uint16_t i = 0; i < head.items; ++i) inputs_.push_back(loans_.take_input(message));
  for (std::uint32_t i = 0; i < head.others; ++i) loans_.take_room(message.take<SlotWire>());
  loans_.begin_step();
  const bool over = std::exchange(source_ended_, false);
  const auto done = over ? Result<void>() : actor_.step(inputs_, outputs_);
  const bool ends = over || outputs_.end;
  source_ended_ = ends && !outputs_.sent.empty();
  if (!done) return refuse(head.number, done.error());
  if (ends && !source_ended_) return say_end_of_step(Message::end, head.number, 0, {});
  say_result(head.number);
}

void Channel::finish(std::uint64_t number) {
  const auto done = actor_.finish(outputs_);
  if (!done) return refuse(number, done.error());
  outputs_.clear();
  say_result(number);
}

// ---- answers; what was lent for a step ends with it

void Channel::say_result(std::uint64_t number) {
  loans_.begin_answer();
  body_.clear();
  const auto items = static_cast<std::uint16_t>(outputs_.sent.size());
  auto written = results_.write(body_, inputs_, outputs_);
  if (written && body_.bytes().size() > longest_answer)
    written = fail(Code::invalid, "it gave " + std::to_string(body_.bytes().size()) +
                                      " bytes of regions, tensors and attributes in one step; at "
                                      "most " +
                                      std::to_string(longest_answer) + " fit");
  if (!written) return refuse(number, written.error());
  say_end_of_step(Message::result, number, items, body_.bytes());
}

void Channel::refuse(std::uint64_t number, const Error& error) {
  const std::string text = error.text().substr(0, longest_text);
  say_end_of_step(Message::error, number, hosts::error_number(error.code),
                  std::as_bytes(std::span(text)));
}

void Channel::say_end_of_step(Message kind, std::uint64_t number, std::uint16_t items, Bytes rest) {
  loans_.begin_answer();
  inputs_.clear();
  outputs_.clear();
  const auto kept = loans_.end_step();
  writer_.begin({kind, items, static_cast<std::uint32_t>(kept.size()), number});
  for (const std::uint32_t lease : kept) writer_.put(lease);
  writer_.put_bytes(rest);
  send(writer_.bytes());
  loans_.answered();
}

/// Steps that come meanwhile wait.
Result<SlotWire> Channel::ask_for_room(std::size_t bytes) {
  hosts::Writer message;
  message.begin({Message::need, 0, 0, 0});
  message.put(std::uint64_t{bytes});
  send(message.bytes());
  std::vector<std::byte> buffer(hosts::longest_message);
  Bytes came;
  while (socket_.receive(buffer, std::nullopt, came) == hosts::Socket::Heard::message) {
    Reader reader(came);
    const auto head = reader.take<Head>();
    if (head.kind != Message::grant) {
      waiting_.push_back(copy_of(came));
    } else if (head.others != 0) {
      return reader.take<SlotWire>();
    } else {
      return fail(Code::exhausted, std::string(reader.rest()));
    }
  }
  return fail(Code::stopped, "the runner has let this actor go");
}

}  // namespace omma::host_process
