// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/control/answers.hpp"
#include "runtime/control/event_hub.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::control {

/// Somebody who asks about a run, at the other end of a SOCK_SEQPACKET socket: each message is a
/// request, JSON of at most 160 kB. What it is told comes as JSON in one or several messages that
/// begin with '.', or with '+' where the next one goes on. An answer carries the "id" of its
/// request. After {"do": "events"} each thing that happens comes as {"event": {...}}.
class Client {
 public:
  /// `owner`: the process (pidfd) that it belongs to, whose children may hold its socket when it
  /// has gone; may be none.
  explicit Client(hosts::Socket socket, hosts::Descriptor owner = {});

  /// Answers until it goes or `stop` is called. By one thread.
  void serve(Answers& answers, EventHub& events);

  /// `serve` returns soon. From any thread.
  void stop();

  using Clock = std::chrono::steady_clock;

  /// The same, but what happened until now is told first, as long as it is read, and until then.
  void finish(Clock::time_point until);

  /// It has asked for nothing yet, or does not read what it is told.
  bool stalls() const { return !asked_ || stuck_; }

  /// Tells it something. False when it has gone.
  bool say(const std::string& text, int descriptor = -1);

 private:
  bool late() const { return Clock::now().time_since_epoch().count() > until_; }
  short await(short events, bool bell_too, int limit_ms) const;
  void obey(std::string_view request, Answers& answers, EventHub& events);
  void subscribe(EventHub& events);
  bool tell_events();
  void hush() const;

  hosts::Socket socket_;
  hosts::Descriptor owner_;
  const std::shared_ptr<hosts::Descriptor> bell_;  // an eventfd; who emits events may hold it
  std::atomic<bool> stopped_{false};
  std::atomic<bool> finishing_{false};
  std::atomic<Clock::rep> until_{std::numeric_limits<Clock::rep>::max()};
  std::atomic<bool> asked_{false};
  std::atomic<bool> stuck_{false};  // it takes no more of what is said
  std::shared_ptr<EventQueue> events_;
};

}  // namespace omma::control
