// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace omma::bench {

/// A GStreamer pipeline `fakesrc ! CHAIN ! fakesink` of empty buffers that runs while it lives.
class ElementChain {
 public:
  /// Called by the streaming thread: before a buffer leaves the source, and when it reached the
  /// sink. `leave` may block; it must end when `stop` was called.
  struct Hooks {
    std::function<void()> leave;
    std::function<void()> arrive;
    std::function<void()> stop;
  };

  /// `chain`: as gst-launch-1.0 takes it; may be empty.
  ElementChain(const std::string& chain, Hooks hooks);
  ~ElementChain();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "ELEMENT ! ELEMENT ! ..."
std::string chain_of(const std::string& element, std::size_t count);

}  // namespace omma::bench
