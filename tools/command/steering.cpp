// SPDX-License-Identifier: Apache-2.0
#include "tools/command/steering.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/hosts/wire.hpp"
#include "tools/command/summary.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

constexpr std::size_t part = 64 * 1024;  // bytes of an answer in one message

int open_process(pid_t pid) { return static_cast<int>(syscall(SYS_pidfd_open, pid, 0)); }

}  // namespace

/// What to say, and a descriptor to go with it.
struct Steering::Answer {
  json said;
  hosts::Socket passed;
};

Steering::Steering(int descriptor)
    : socket_(hosts::Descriptor(descriptor)), script_(open_process(getppid())) {
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  if (auto ends = hosts::Socket::pair()) {
    ended_ = std::move(ends->first);
    ended_other_ = std::move(ends->second);
  }
}

Steering::~Steering() {
  socket_.shut();
  if (thread_.joinable()) thread_.join();
}

void Steering::refuse(const std::string& why) {
  say(json{{"error", why}}.dump(-1, ' ', false, json::error_handler_t::replace));
}

void Steering::begin(Graph& graph, std::function<void()> halt) {
  graph_ = &graph;
  halt_ = std::move(halt);
  say(json{{"runs", true}}.dump(), ended_other_.get());
  thread_ = std::thread([this] { serve(); });
}

void Steering::end() {
  ended_.shut();
  if (thread_.joinable()) thread_.join();
}

/// Which of these events there are at the socket; waits for one, none: the script has gone. One
/// that was killed may have left children that hold its socket.
short Steering::await(short events) const {
  std::array<pollfd, 2> ready{{{socket_.get(), events, 0}, {script_.get(), POLLIN, 0}}};
  while (poll(ready.data(), ready.size(), -1) < 0 && errno == EINTR) {
  }
  return ready[1].revents != 0 ? short{0} : ready[0].revents;
}

/// Until the script goes.
void Steering::serve() {
  std::vector<std::byte> buffer(hosts::longest_message);
  while (await(POLLIN) != 0) {
    std::span<const std::byte> message;
    if (socket_.receive(buffer, std::nullopt, message) != hosts::Socket::Heard::message) break;
    obey({reinterpret_cast<const char*>(message.data()), message.size()});
  }
  halt_();
}

void Steering::obey(std::string_view request) {
  try {
    const json read = json::parse(request);
    Answer answered = answer(read);
    answered.said["id"] = read.at("id");
    say(answered.said.dump(-1, ' ', false, json::error_handler_t::replace), answered.passed.get());
  } catch (const std::exception& error) {
    const std::string why = std::string("this request cannot be answered: ") + error.what();
    say(json{{"error", why}}.dump(-1, ' ', false, json::error_handler_t::replace));
  }
}

Steering::Answer Steering::answer(const json& request) {
  const auto done = [](const auto& result) -> json {
    if (!result) return {{"error", result.error().what}};
    return {{"done", true}};
  };
  const auto passed = [&](Result<hosts::Socket>&& socket) -> Answer {
    json said = done(socket);
    if (!socket) return {std::move(said), {}};
    return {std::move(said), std::move(*socket)};
  };
  const std::string verb = request.at("do");
  if (verb == "look") return passed(graph_->look(request.at("port")));
  if (verb == "feed") return passed(graph_->feed(request.at("port")));
  if (verb == "report") return {{{"report", json::parse(report_json(graph_->report()))}}, {}};
  if (verb == "drain") return graph_->drain(), Answer{{{"done", true}}, {}};
  if (verb == "halt") return halt_(), Answer{{{"done", true}}, {}};
  const std::string actor = request.at("actor");
  const std::string param = request.at("param");
  if (verb == "set") return {done(graph_->set(actor, param, value_of(request.at("value")))), {}};
  if (verb != "get") return {{{"error", "there is no request '" + verb + "'"}}, {}};
  const auto value = graph_->get(actor, param);
  if (!value) return {done(value), {}};
  return {{{"value", json_of(*value)}}, {}};
}

/// A message begins with '+' when the answer goes on in the next one, else with '.'.
void Steering::say(const std::string& text, int descriptor) {
  for (std::size_t at = 0; at < text.size(); at += part) {
    const bool last = at + part >= text.size();
    const std::string message = (last ? '.' : '+') + text.substr(at, part);
    while (!socket_.send(std::as_bytes(std::span(message)), last ? descriptor : -1)) {
      if (errno != EAGAIN || await(POLLOUT) != POLLOUT) return;
    }
  }
}

}  // namespace omma::command
