// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace omma::command {

/// Says what is being waited for as soon as that takes long; nothing when it is over before.
class Notice {
 public:
  using Say = std::function<void(const std::string& text)>;  ///< on another thread; none: silent

  Notice(std::string text, Say say, std::chrono::milliseconds patience = std::chrono::seconds(2));

 private:
  std::jthread thread_;
};

}  // namespace omma::command
