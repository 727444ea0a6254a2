// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "runtime/base/error.hpp"

namespace omma::hosts {

/// A descriptor that is closed when its owner goes.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// One end of a SOCK_SEQPACKET pair: whole messages, and an end that is noticed.
class Socket {
 public:
  Socket() = default;
  explicit Socket(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  /// Two ends that are connected; both are closed when a program is executed.
  static Result<std::pair<Socket, Socket>> pair();

  /// False when the other end is gone, or takes no more messages at the moment.
  bool send(std::span<const std::byte> message, int descriptor_to_pass = -1) const;

  /// The same, but waits while it takes no more messages.
  bool send_in_time(std::span<const std::byte> message) const;

  enum class Heard { message, nothing, closed };

  /// The next message, written into `into`; waits that long, for ever when there is no limit.
  Heard receive(std::span<std::byte> into, std::optional<std::chrono::milliseconds> limit,
                std::span<const std::byte>& message);

  /// As `receive` without a limit, with the descriptor that was passed along, if one was. False
  /// when nothing more comes.
  bool receive_passed(std::span<std::byte> into, std::span<const std::byte>& message,
                      Descriptor& passed) const;

  /// True when `receive` would return at once; waits that long for it, exactly, while `receive` may
  /// return some later than its limit, the more the longer that is.
  bool await(std::chrono::nanoseconds limit) const;

  /// Looks again and again for so long, and lets others run in between, before it sleeps: where a
  /// message comes soon, to be woken would take longer than that. It gives up where others run for
  /// long: whoever sleeps gets the processor back sooner than whoever let it go.
  bool look(std::span<std::byte> into, std::chrono::nanoseconds time,
            std::span<const std::byte>& message) const;

  /// Whoever waits in `receive`, here or at the other end, is told that nothing more comes.
  void shut() const;

  /// The other end can send nothing more; what it has sent is received still, and then the end.
  void refuse() const;

  /// Nobody is at the other end.
  bool hung_up() const;

  int get() const { return descriptor_.get(); }

 private:
  Descriptor descriptor_;
  std::optional<std::chrono::milliseconds> limit_;
};

}  // namespace omma::hosts
