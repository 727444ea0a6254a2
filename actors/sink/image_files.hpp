// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Writes each picture into a file of its own.
struct ImageFiles {
  std::string path = "{source}_{sequence}.png";
  int quality = 95;

  /// The name of the file that a frame of this identity gets.
  std::string name_for(const Identity& identity) const;
  Result<void> process(const Frame& image) const;
};

}  // namespace omma::actors
