// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "runtime/control/client.hpp"

namespace omma::control {

/// Listens at a socket in the file system, and answers each client on a thread of its own.
class Server {
 public:
  /// Both outlive it.
  Server(Answers& answers, EventHub& events) : answers_(answers), events_(events) {}
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Only this user may connect. `each_second` is called from its thread.
  Result<void> listen(const std::string& path, std::function<void()> each_second);

 private:
  struct Served {
    Client client;
    std::atomic<bool> over{false};
    std::thread thread;
    explicit Served(hosts::Socket socket) : client(std::move(socket)) {}
  };

  void loop(const std::function<void()>& each_second);
  bool accept_one();
  bool serve(hosts::Descriptor client);
  void let_go(bool all);
  void let_one_go();

  Answers& answers_;
  EventHub& events_;
  hosts::Descriptor listener_;
  hosts::Descriptor quit_;     // an eventfd
  std::list<Served> clients_;  // the thread's own
  std::thread thread_;
};

}  // namespace omma::control
