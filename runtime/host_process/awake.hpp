// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/hosts/socket.hpp"

namespace omma::host_process {

/// Receives messages. To be woken by one may take longer than a step; so where they follow each
/// other soon, or one is due, it is looked for instead: as `hosts::EarlyWaking` does in the runner.
class Awake {
 public:
  /// A message is due within this time.
  void expect(std::chrono::nanoseconds time) { expected_ = time; }

  /// The next message. False when nothing more comes.
  bool receive(hosts::Socket& socket, std::span<std::byte> into,
               std::span<const std::byte>& message);

 private:
  std::chrono::nanoseconds expected_{0};
  std::int64_t waited_ns_ = 1'000'000;  // for a message, as of late
};

}  // namespace omma::host_process
