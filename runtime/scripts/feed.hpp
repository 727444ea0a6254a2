// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/hosts/conversation.hpp"
#include "runtime/hosts/results.hpp"

namespace omma::hosts {

/// The kind of sources that give what the process which started the run pushes.
constexpr std::string_view script_kind = "script";

/// The way from that process to one source: it is told when the next frame may come, asks for
/// room, writes there and says what it wrote. Survives the restart of the source.
class Feed {
 public:
  /// `bytes`: of frames that may be in memory at a time.
  static Result<std::unique_ptr<Feed>> create(std::string actor, std::uint64_t bytes);

  /// The end of the process that pushes. Fails the second time.
  Result<Socket> open();

  /// What was pushed is still taken, and nothing after it. From any thread.
  void drain() { draining_.store(true, std::memory_order_release); }
  bool draining() const { return draining_.load(std::memory_order_acquire); }

  /// Who pushes is told that nothing more is taken.
  void close() const { conversation_.socket().shut(); }

  /// Waits for the next frame; the source ends when the other end has.
  Result<void> step(const Self& self, const OutputFormats& formats, Outputs& outputs);

 private:
  Feed(std::string actor, std::unique_ptr<Slab> slab, std::pair<Socket, Socket> ends);
  void let_come();
  Result<bool> take(Received& said, Emission& emission);
  void grant();
  bool never_room() const;

  const std::string actor_;
  const std::unique_ptr<Slab> slab_;
  Conversation conversation_;
  std::optional<Socket> other_end_;
  LeaseNumbers lent_;               // for the frame that comes next
  std::optional<MemoryNeed> need_;  // more room, which it has not got
  Results results_;
  std::uint64_t number_ = 0;
  std::atomic<bool> draining_{false};
  bool told_ = false;  // that this frame may come
  std::vector<std::byte> buffer_;
};

/// The source that a feed leads to; both outlive it.
std::unique_ptr<Body> fed_body(const Contract& contract, Feed& feed);

}  // namespace omma::hosts
