// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/awake.hpp"

#include <algorithm>
#include <utility>

#include "runtime/base/clock.hpp"

namespace omma::host_process {
namespace {

constexpr std::chrono::nanoseconds soon{100'000};  // not worth to sleep until then
constexpr std::int64_t longest_ns = 10'000'000;    // a longer wait counts as this

}  // namespace

bool Awake::receive(hosts::Socket& socket, std::span<std::byte> into,
                    std::span<const std::byte>& message) {
  const std::int64_t begin = now_ns();
  const auto usual = waited_ns_ < soon.count() ? soon : std::chrono::nanoseconds(0);
  const auto look = std::max(std::exchange(expected_, {}), usual);
  bool came = look.count() > 0 && socket.look(into, look, message);
  if (!came) came = socket.receive(into, std::nullopt, message) == hosts::Socket::Heard::message;
  waited_ns_ += (std::min(now_ns() - begin, longest_ns) - waited_ns_) / 8;
  return came;
}

}  // namespace omma::host_process
