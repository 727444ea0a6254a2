// SPDX-License-Identifier: Apache-2.0
#include "tools/command/notice.hpp"

#include <condition_variable>
#include <mutex>

namespace omma::command {
namespace {

/// True when nobody asked to stop within this time.
bool outlasted(const std::stop_token& stop, std::chrono::milliseconds patience) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any over;
  over.wait_for(lock, stop, patience, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

Notice::Notice(std::string text, Say say, std::chrono::milliseconds patience) {
  if (!say) return;
  thread_ = std::jthread(
      [text = std::move(text), say = std::move(say), patience](const std::stop_token& stop) {
        if (outlasted(stop, patience)) say(text);
      });
}

}  // namespace omma::command
