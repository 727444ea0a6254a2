// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace omma::control {

/// How whoever owns a run ends it: `drain` after the frames under way, `halt` at once.
struct Endings {
  std::function<void()> drain;
  std::function<void()> halt;
};

}  // namespace omma::control
