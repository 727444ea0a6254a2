// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/flow/edge.hpp"
#include "runtime/flow/onlooker.hpp"
#include "runtime/hosts/conversation.hpp"

namespace omma::flow {

/// An output that another process looks at while the graph runs. It asks for a frame when it wants
/// one and gets the newest; what it does not ask for is dropped, so it slows nobody. Once made it
/// stays until the end of the graph and can be opened again.
class Tap final : public Task, public Onlooker {
 public:
  /// `port`: index among the outputs of the actor.
  Tap(std::string name, std::size_t port);
  ~Tap() override;

  /// The other end of what it looks through. Nothing may be open.
  Result<hosts::Socket> open();
  bool is_open() const { return !conversation_.socket().hung_up(); }

  // ---- producer

  void see(std::size_t port, const Frame& frame) override {
    if (port == port_ && watched()) edge_.offer(Frame(frame));
  }
  void notify() override {
    if (watched()) edge_.notify();
  }
  void close() override { edge_.close(); }

  const Edge& edge() const { return edge_; }

 private:
  Turn run() override { return Turn::idle; }
  Weight weight() const override { return Weight::light; }
  void signal() override;

  void converse();
  void obey(std::span<const std::byte> message);
  void answer();
  void give(const Frame& frame);
  void say(hosts::Message kind, std::string_view text = {});
  void leave();

  bool watched() const { return watched_.load(std::memory_order_acquire); }
  void look_away();
  void drop_old();

  const std::size_t port_;
  std::atomic<bool> watched_{false};  // it may ask for more
  std::thread thread_;

  std::mutex mutex_;  // guards what follows, and the consumer's end of the edge
  Edge edge_;
  hosts::Conversation conversation_;
  bool asked_ = false;  // for a frame that it has not got
  std::uint64_t number_ = 0;
};

}  // namespace omma::flow
