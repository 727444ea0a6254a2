// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/client.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "runtime/control/event_json.hpp"
#include "runtime/hosts/wire.hpp"

namespace omma::control {
namespace {

using nlohmann::json;

constexpr std::size_t part = 64 * 1024;      // bytes of what is said in one message
constexpr std::size_t most_events = 10'000;  // that wait for somebody who does not read
constexpr int patience_ms = 1000;            // with one who does not read, when all others are done
constexpr short gone = POLLHUP | POLLERR | POLLNVAL;

template <class J>
std::string text_of(const J& said) {
  return said.dump(-1, ' ', false, J::error_handler_t::replace);
}

void ring(const hosts::Descriptor& bell) {
  const std::uint64_t one = 1;
  static_cast<void>(write(bell.get(), &one, sizeof one));
}

}  // namespace

Client::Client(hosts::Socket socket, hosts::Descriptor owner)
    : socket_(std::move(socket)),
      owner_(std::move(owner)),
      bell_(std::make_shared<hosts::Descriptor>(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {}

void Client::hush() const {
  std::uint64_t rings = 0;
  static_cast<void>(read(bell_->get(), &rings, sizeof rings));
}

void Client::stop() {
  stopped_ = true;
  ring(*bell_);
  socket_.shut();
}

void Client::finish(Clock::time_point until) {
  if (!*bell_) return stop();  // there was no descriptor for one
  until_ = until.time_since_epoch().count();
  finishing_ = true;
  ring(*bell_);
}

/// Which of these events there are at the socket; waits for one, or for the bell, so long; -1: for
/// ever. `gone`: there is nobody any more.
short Client::await(short events, bool bell_too, int limit_ms) const {
  std::array<pollfd, 3> ready{{{socket_.get(), events, 0},
                               {owner_.get(), POLLIN, 0},
                               {bell_too ? bell_->get() : -1, POLLIN, 0}}};
  while (poll(ready.data(), ready.size(), limit_ms) < 0 && errno == EINTR) {
  }
  return ready[1].revents != 0 ? gone : ready[0].revents;
}

void Client::serve(Answers& answers, EventHub& events) {
  std::vector<std::byte> buffer(hosts::longest_message);
  while (!stopped_ && !finishing_) {
    const short ready = await(POLLIN, true, -1);
    if ((ready & POLLIN) == 0 && (ready & gone) != 0) break;
    hush();
    if (!tell_events()) break;
    if ((ready & POLLIN) == 0) continue;
    std::span<const std::byte> message;
    if (socket_.receive(buffer, std::nullopt, message) != hosts::Socket::Heard::message) break;
    asked_ = true;
    obey({reinterpret_cast<const char*>(message.data()), message.size()}, answers, events);
  }
  tell_events();
  events_ = nullptr;
  socket_.shut();
}

void Client::obey(std::string_view request, Answers& answers, EventHub& events) {
  json id;
  try {
    const json read = json::parse(request, nullptr, false);
    const bool asks = read.is_object() && read.contains("do") && read["do"].is_string();
    if (read.is_object()) id = read.value("id", json());
    Answer answer;
    if (!asks) {
      answer.said = {
          {"error",
           R"(this request cannot be answered: expected a JSON object with a verb, like {"do": "list"})"}};
    } else if (read["do"] == "events") {
      subscribe(events);
      answer.said = {{"done", true}};
    } else {
      answer = answers.to(read);
    }
    if (!id.is_null()) answer.said["id"] = id;
    say(text_of(answer.said), answer.passed.get());
  } catch (const std::exception& error) {
    json said{{"error", std::string("this request cannot be answered: ") + error.what()}};
    if (!id.is_null()) said["id"] = id;
    say(text_of(said));
  }
}

void Client::subscribe(EventHub& events) {
  if (events_ != nullptr) return;
  events_ = std::make_shared<EventQueue>(most_events, [bell = bell_] { ring(*bell); });
  events.subscribe(events_);
}

bool Client::tell_events() {
  while (events_ != nullptr && !stopped_ && !late()) {
    const auto taken = events_->take();
    if (!taken) break;
    nlohmann::ordered_json said{{"event", json_of(taken->event)}};
    if (taken->missed != 0) said["missed"] = taken->missed;
    if (!say(text_of(said))) return false;
  }
  return true;
}

bool Client::say(const std::string& text, int descriptor) {
  for (std::size_t at = 0; at < text.size(); at += part) {
    const bool last = at + part >= text.size();
    const std::string message = (last ? '.' : '+') + text.substr(at, part);
    while (!socket_.send(std::as_bytes(std::span(message)), last ? descriptor : -1)) {
      stuck_ = true;
      if (errno != EAGAIN || stopped_) return false;
      const short ready = await(POLLOUT, false, patience_ms);
      if ((ready & POLLOUT) == 0 && (ready != 0 || finishing_)) return false;
      if (late()) return false;
    }
    stuck_ = false;
  }
  return true;
}

}  // namespace omma::control
