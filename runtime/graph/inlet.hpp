// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "runtime/contract/body.hpp"
#include "runtime/contract/push_queue.hpp"

namespace omma {

/// Gives frames to a source of the kind `inlet` of a graph in this process: what another part of a
/// plan that was cut sends, or a device of somebody else. The frames keep their source and numbers,
/// and lie where they lie, so whoever owns that memory outlives the graph. A frame that comes
/// again, because nobody knew whether it had come, is taken and left out. Thread-safe.
class FrameInlet {
 public:
  /// So many may wait.
  explicit FrameInlet(std::size_t room = 4) : queue_(room) {}

  /// Waits until there is room. False when the source has ended: `frame` is as it was then.
  bool push(Frame& frame);

  /// Does not wait. `frame` is as it was unless it was taken.
  Pushed try_push(Frame& frame);

  /// No frame with this number or a smaller one comes any more. Waits until there is room. False
  /// when the source has ended.
  bool pass(std::uint64_t sequence);

  /// The same without waiting. Who serves several inlets by one thread must not wait at one of
  /// them: the graph may wait for another.
  Pushed try_pass(std::uint64_t sequence);

  /// Nothing more comes; what waits is still given. Whoever waits comes back. To be called also
  /// when the graph could not be made, or does not start.
  void end() { queue_.close(); }

 private:
  friend class InletBody;
  struct Item {
    Frame frame;
    std::uint64_t passed = 0;  ///< where there is no frame
  };

  Pushed offer(Frame& frame, bool wait);
  bool came_before(const Identity& identity) const;

  std::mutex mutex_;  // one push at a time; guards what follows
  std::map<std::string, std::pair<std::uint64_t, std::uint32_t>, std::less<>>
      newest_;  // number and part, by source
  PushQueue<Item> queue_;
};

/// The source that gives what an inlet gets, which outlives it.
std::unique_ptr<Body> inlet_body(FrameInlet& inlet);

}  // namespace omma
