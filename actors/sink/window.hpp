// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Shows pictures in a window.
struct Window {
  std::string title;
  std::string without_display = "error";

  Result<void> open();
  Result<void> process(const Frame& image);
  void finish();

 private:
  bool has_display_ = false;
  std::string shown_;  // title of the open window
};

}  // namespace omma::actors
