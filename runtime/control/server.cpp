// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/server.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

namespace omma::control {
namespace {

constexpr std::size_t most_clients = 64;
constexpr int second_ms = 1000;
constexpr std::chrono::seconds longest_end{2};  // for all that clients are still to hear

/// Of the process at the other end, which must be this user's, or root's.
bool may_steer(int descriptor) {
  ucred who{};
  socklen_t size = sizeof who;
  return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
         (who.uid == geteuid() || who.uid == 0);
}

Error system_error(const std::string& what) {
  return {Code::unavailable, {}, what + ": " + std::strerror(errno)};
}

/// A client may ask again later.
std::string refusal(const std::string& why) {
  return nlohmann::json{{"error", why}, {"unavailable", true}}.dump();
}

}  // namespace

Server::~Server() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  static_cast<void>(write(quit_.get(), &one, sizeof one));
  thread_.join();
}

Result<void> Server::listen(const std::string& path, std::function<void()> each_second) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return fail(Code::unavailable, "the path of a socket is too long: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  listener_ = hosts::Descriptor(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (!listener_) return tl::make_unexpected(system_error("socket"));
  unlink(path.c_str());
  if (fchmod(listener_.get(), 0600) != 0 ||
      bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      chmod(path.c_str(), 0600) != 0 || ::listen(listener_.get(), SOMAXCONN) != 0)
    return tl::make_unexpected(system_error(path));
  quit_ = hosts::Descriptor(eventfd(0, EFD_CLOEXEC));
  if (!quit_) return tl::make_unexpected(system_error("eventfd"));  // its thread would never end
  thread_ = std::thread([this, work = std::move(each_second)] { loop(work); });
  return {};
}

void Server::loop(const std::function<void()>& each_second) {
  pthread_setname_np(pthread_self(), "omma.control");
  using Clock = std::chrono::steady_clock;
  auto due = Clock::now();
  bool hears = true;  // who could not be taken in waits for the next second
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
    std::array<pollfd, 2> ready{
        {{quit_.get(), POLLIN, 0}, {hears ? listener_.get() : -1, POLLIN, 0}}};
    const int count = poll(ready.data(), ready.size(), left > 0 ? static_cast<int>(left) : 0);
    if (ready[0].revents != 0) break;
    if (count > 0 && ready[1].revents != 0) hears = accept_one();
    if (Clock::now() < due) continue;
    let_go(false);
    each_second();
    hears = true;
    due = Clock::now() + std::chrono::milliseconds(second_ms);
  }
  let_go(true);
}

/// False when the system has no more descriptors or threads.
bool Server::accept_one() {
  hosts::Descriptor taken(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!taken) return false;
  if (!may_steer(taken.get())) return true;
  if (clients_.size() >= most_clients) let_go(false);
  if (clients_.size() >= most_clients) let_one_go();
  if (clients_.size() >= most_clients) {
    Client(hosts::Socket(std::move(taken)))
        .say(refusal(std::to_string(most_clients) +
                     " clients are served already; one has to leave first"));
    return true;
  }
  return serve(std::move(taken));
}

bool Server::serve(hosts::Descriptor client) {
  Served& served = clients_.emplace_back(hosts::Socket(std::move(client)));
  try {
    served.thread = std::thread([this, &served] {
      pthread_setname_np(pthread_self(), "omma.client");
      served.client.serve(answers_, events_);
      served.over = true;
    });
  } catch (const std::system_error& error) {
    served.client.say(refusal(std::string("no thread can be made for it: ") + error.what()));
    clients_.pop_back();
    return false;
  }
  return true;
}

/// Of those who only take up room the one that came first.
void Server::let_one_go() {
  const auto stalls = [](const Served& served) { return served.client.stalls(); };
  const auto first = std::ranges::find_if(clients_, stalls);
  if (first == clients_.end()) return;
  first->client.stop();
  first->thread.join();
  clients_.erase(first);
}

/// Those who have gone, or all.
void Server::let_go(bool all) {
  if (all) {
    const auto until = Client::Clock::now() + longest_end;
    for (Served& served : clients_) served.client.finish(until);
  }
  clients_.remove_if([all](Served& served) {
    if (!all && !served.over) return false;
    served.thread.join();
    return true;
  });
}

}  // namespace omma::control
