// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "runtime/flow/observer.hpp"
#include "runtime/hosts/conversation.hpp"

namespace omma::hosts {

/// Lets another process see what an observer sees. It asks for a frame when it wants one and gets
/// the newest; what it does not ask for is dropped, so it slows nobody. The messages are those of
/// hosts/wire.hpp, with the other process in the place of the runner:
///
///   it says          | it is told
///   -----------------|--------------------------------------------------------------------------
///   step, no items   | step with one input: the newest frame, or the next one; before it slab with
///                    | a descriptor, for each slab that is new to it. Or end: no frame comes more
///   release          | nothing: it has given these leases back, of which it holds at most 32
///   end              | nothing: it wants no more
class Look final {
 public:
  Look() = default;
  ~Look();
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  /// The other end of what it looks through; the observer's `news` comes here. Once.
  Result<Socket> open(std::shared_ptr<flow::Observer> observer);

  /// True when nobody is at the other end any more; its observer has been closed then.
  bool over();

  /// There is something new. From any thread.
  void news();

 private:
  void converse();
  void obey(std::span<const std::byte> message);
  void answer();
  void give(const Frame& frame);
  void say(Message kind, std::string_view text = {});
  void leave();

  std::shared_ptr<flow::Observer> observer_;
  std::thread thread_;

  std::mutex mutex_;  // guards what follows
  Conversation conversation_;
  bool asked_ = false;  // for a frame that it has not got
  std::uint64_t number_ = 0;
};

}  // namespace omma::hosts
